import { sql } from 'drizzle-orm'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { AppError } from '../../shared/errors.ts'
import type { Logger } from '../../shared/log.ts'
import { parseCommitmentBytes, secretHash } from '../../shared/round/secret-commitment.ts'
import { readRoundEntries } from '../../validator/db/round-index.ts'
import { nextRoundId } from '../../validator/db/round-phases.ts'
import { readLastRound, readRound } from '../../validator/db/rounds.ts'
import { readState } from '../../validator/db/scores.ts'
import { readTranscript, readTranscriptIds } from '../../validator/db/transcripts.ts'
import { createGuard } from '../../validator/guard.ts'
import { createRoundsService } from '../../validator/rounds-service.ts'
import { openForTest } from './support/database.ts'
import { confident, OPTIONS, ROUND_OWNER, roundForTest, timeout, VALIDATOR } from './support/round.ts'

beforeAll(cryptoReady)

const ROUTINE: ReadonlySet<string> = new Set(['round scored', 'secret committed', 'found'])

async function start() {
  const database = openForTest(undefined, ROUND_OWNER)
  const fixture = await roundForTest(database, { 1: confident(0.9), 2: timeout })
  const lines: string[] = []
  const collect = (message: string): void => void lines.push(message)
  const log: Logger = { debug() {}, info: collect, warn: collect, error: collect, child: () => log }
  const stop = new AbortController()
  const run = () =>
    createRoundsService(
      { ...fixture.deps, client: fixture.client, log, guard: createGuard({ log }) },
      { ...OPTIONS, retention: { rounds: 100, answers: 100 }, roundBlocks: 5, openAfterEpochs: 2 },
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
  return { ...fixture, database, lines, advance, begin, rounds: () => readLastRound(database.orm)?.id ?? 0 }
}

it('plays a round at once and then one every so many blocks', async () => {
  const { begin, advance, rounds } = await start()
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
  const { client, begin, advance, rounds, lines } = await start()
  await begin()
  await advance(4)
  for (let i = 0; i < 30; i++) {
    client.failNext('metagraph', new AppError('chain-unreachable', 'gone'))
    await advance(1)
  }
  expect(rounds()).toBe(1)
  await advance(5)
  expect(rounds()).toBeGreaterThan(1)
  expect(lines.filter((line) => !ROUTINE.has(line))).toEqual([
    'the chain does not answer; scores are kept, trying again',
    'works again',
  ])
})

it('survives faults that nobody foresaw', async () => {
  const { client, begin, advance, rounds } = await start()
  await begin()
  client.failNext('metagraph', new TypeError('undefined is not a function'))
  await advance(10)
  expect(rounds()).toBeGreaterThan(1)
})

it('begins no round in every block when all of them fail, and finishes those that it can', async () => {
  const { deps, database, begin, advance, rounds } = await start()
  const { ask } = deps.dendrite
  const tooLarge = () => Promise.reject(new AppError('request-too-large', 'lower --items'))
  deps.dendrite.ask = tooLarge
  await begin()
  await advance(20)
  const listed = () => readRoundEntries(database.orm)
  expect(listed().length).toBeLessThanOrEqual(5)
  expect(listed().every(({ abandoned }) => abandoned?.in === 'asked')).toBe(true)

  // A fault of the reveals alone is over in the next block, long before the next round.
  deps.dendrite.ask = async (route, calls, options) =>
    route.name === 'reveal' ? tooLarge() : ask(route, calls, options)
  const before = nextRoundId(database.orm)
  while (nextRoundId(database.orm) === before) await advance(1)
  expect(readRound(database.orm, before)?.state).toBe('committed')
  deps.dendrite.ask = ask
  await advance(1)
  expect([rounds(), nextRoundId(database.orm)]).toEqual([before, before + 1])
})

it('outlives a full disk: nothing is half stored, nothing is lost, and rounds go on when there is room', async () => {
  const { database, begin, advance, rounds, lines } = await start()
  const { orm } = database
  const limit = (pages: number) => orm.get(sql.raw(`PRAGMA max_page_count = ${pages}`))
  await begin()
  await advance(10)
  // SQLite takes no limit below what there is already.
  limit(1)
  for (let tries = 0; tries < 100 && !lines.some((line) => line.startsWith('failed')); tries++) await advance(1)
  const full = rounds()
  const stuck = readState(orm, OPTIONS.scoreKey)
  expect(lines).toContain('failed; scores are kept, trying again')
  await advance(20)
  expect([rounds(), readState(orm, OPTIONS.scoreKey)]).toEqual([full, stuck])
  limit(1_000_000)
  await advance(12)
  expect(lines).toContain('works again')
  expect(rounds()).toBeGreaterThan(full)
  const scored = readRoundEntries(orm).filter(({ abandoned }) => abandoned === null)
  const standings = [...readState(orm, OPTIONS.scoreKey).standings.values()]
  expect(new Set(standings.map((standing) => standing.rounds))).toEqual(new Set([scored.length]))
})

it('tells once why there is no round', async () => {
  const { client, clock, begin, advance, rounds, lines } = await start()
  client.changeNeuron(0, { validatorPermit: false })
  await begin()
  await advance(10)
  expect([rounds(), lines.filter((line) => !ROUTINE.has(line))]).toEqual([0, ['no round yet']])
  client.changeNeuron(0, { validatorPermit: true, hotkey: VALIDATOR.ss58 })
  await advance(1)
  await clock.advance(3000)
  await advance(1)
  expect(rounds()).toBe(1)
})

it('commits a new secret in every epoch and opens each two epochs later', async () => {
  const { client, begin, advance, database } = await start()
  await begin()
  await advance(60)
  const commitments = client.writes.flatMap((write) => (write.tag === 'set-commitment' ? [write.fields[0]] : []))
  const parsed = commitments.map((field) => parseCommitmentBytes(field?.tag === 'raw' ? field.bytes : new Uint8Array()))
  const hashes = parsed.map((commitment) => commitment?.hash)
  expect(parsed.length).toBeGreaterThanOrEqual(5)
  expect(new Set(hashes).size).toBe(hashes.length)
  const tempo = 10
  parsed.forEach((commitment, i) => {
    const opened = commitment?.opened
    const ripe = parsed.slice(0, i).filter((earlier) => earlier!.period <= commitment!.period - 2 * tempo)
    expect(opened?.period).toBe(ripe.at(-1)?.period)
    expect(opened && secretHash(opened.secret)).toBe(ripe.at(-1)?.hash)
  })
  // Every round was drawn from a secret that was on chain before its block and closed until after it.
  const rounds = readTranscriptIds(database.orm).map((id) => readTranscript(database.orm, id)!)
  expect(rounds.length).toBeGreaterThan(10)
  for (const { block, secret } of rounds) expect(secret.committedBlock).toBeLessThan(block.number)
  expect(rounds[0]?.secret.secret).toMatch(/^[0-9a-f]{64}$/)
  expect(rounds.at(-1)?.secret.secret).toBeNull()
})

it('goes on with the last secret while the chain refuses a new one', async () => {
  const { client, begin, advance, rounds } = await start()
  await begin()
  const refused = new AppError('extrinsic-failed', 'failed: Commitments.SpaceLimitExceeded')
  for (let i = 0; i < 40; i++) {
    client.failNext('setCommitment', refused)
    await advance(1)
  }
  expect(rounds()).toBe(9)
  expect(client.writes.filter(({ tag }) => tag === 'set-commitment')).toHaveLength(1)
})
