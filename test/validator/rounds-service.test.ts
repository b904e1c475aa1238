import { expect, it, onTestFinished } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import type { Logger } from '../../shared/log.ts'
import { readLastRound } from '../../validator/db/rounds.ts'
import { createGuard } from '../../validator/guard.ts'
import { createRoundsService } from '../../validator/rounds-service.ts'
import { OWNER, openForTest } from './support/database.ts'
import { confident, OPTIONS, roundForTest, timeout } from './support/round.ts'

function start() {
  const database = openForTest()
  const fixture = roundForTest(database, { 1: confident(0.9), 2: timeout })
  const lines: string[] = []
  const collect = (message: string): void => void lines.push(message)
  const log: Logger = { debug() {}, info: collect, warn: collect, error: collect, child: () => log }
  const stop = new AbortController()
  const run = () =>
    createRoundsService(
      { ...fixture.deps, client: fixture.client, log, guard: createGuard({ log }) },
      { ...OPTIONS, roundBlocks: 5 },
    ).run(stop.signal)
  const advance = async (blocks: number): Promise<void> => {
    for (let i = 0; i < blocks; i++) {
      fixture.client.advance()
      await fixture.clock.advance(0)
    }
  }
  const begin = async (): Promise<void> => {
    const done = run()
    onTestFinished(async () => {
      stop.abort()
      await done
    })
    await fixture.clock.advance(0)
  }
  return { ...fixture, lines, advance, begin, rounds: () => readLastRound(database.orm)?.id ?? 0 }
}

it('plays a round at once and then one every so many blocks', async () => {
  const { begin, advance, rounds } = start()
  await begin()
  expect(rounds()).toBe(1)
  await advance(4)
  expect(rounds()).toBe(1)
  await advance(1)
  expect(rounds()).toBe(2)
  await advance(20)
  expect(rounds()).toBe(6)
})

it('keeps playing after an outage of the chain, and tells of it in two lines', async () => {
  const { client, begin, advance, rounds, lines } = start()
  await begin()
  await advance(4)
  for (let i = 0; i < 30; i++) {
    client.failNext('metagraph', new AppError('chain-unreachable', 'gone'))
    await advance(1)
  }
  expect(rounds()).toBe(1)
  await advance(5)
  expect(rounds()).toBeGreaterThan(1)
  expect(lines.filter((line) => line !== 'round scored')).toEqual([
    'the chain does not answer; scores are kept, trying again',
    'works again',
  ])
})

it('survives faults that nobody foresaw', async () => {
  const { client, begin, advance, rounds } = start()
  await begin()
  client.failNext('metagraph', new TypeError('undefined is not a function'))
  await advance(10)
  expect(rounds()).toBeGreaterThan(1)
})

it('tells once why there is no round', async () => {
  const { client, clock, begin, advance, rounds, lines } = start()
  client.changeNeuron(0, { validatorPermit: false })
  await begin()
  await advance(10)
  expect([rounds(), lines]).toEqual([0, ['no round yet']])
  client.changeNeuron(0, { validatorPermit: true, hotkey: OWNER.hotkey })
  await advance(1)
  await clock.advance(3000)
  await advance(1)
  expect(rounds()).toBe(1)
})
