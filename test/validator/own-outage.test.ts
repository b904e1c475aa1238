import { beforeAll, expect, it } from 'vitest'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { readFindings } from '../../validator/db/findings.ts'
import { readRoundEntries } from '../../validator/db/round-index.ts'
import { readScores } from '../../validator/db/scores.ts'
import { NOBODY_REACHED } from '../../validator/own-outage.ts'
import { playRound } from '../../validator/round.ts'
import { openForTest } from './support/database.ts'
import { type Behaviour, confident, failing, OPTIONS, ROUND_OWNER, roundForTest, timeout } from './support/round.ts'

beforeAll(cryptoReady)

const unreachable = failing({ tag: 'unreachable', detail: 'connect ENETUNREACH' })
const refused = failing({ tag: 'refused', status: 401, code: 'stale-nonce', detail: 'HTTP 401 stale-nonce' })
const WELL = [0.9, 0.7, 0.5].map(confident)

async function start(miners: readonly Behaviour[] = WELL) {
  const database = openForTest(undefined, ROUND_OWNER)
  const numbered = (behaviours: readonly Behaviour[]) => behaviours.map((behave, i) => [i + 1, behave] as const)
  const { deps, client, behave } = await roundForTest(database, Object.fromEntries(numbered(miners)))
  const play = async (behaviours: readonly Behaviour[]) => {
    for (const [number, behaviour] of numbered(behaviours)) behave(number, behaviour)
    const result = await playRound(deps, OPTIONS, new AbortController().signal)
    client.advance()
    return result.tag
  }
  const skills = () =>
    [...readScores(database.orm, OPTIONS.scoreKey).values()].map(({ standing }) => standing.skill.mean)
  return { play, skills, database }
}

it('a round that reaches nobody is no fault of the miners, and is abandoned with its reason', async () => {
  const { play, skills, database } = await start()
  await play(WELL)
  const before = skills()
  expect(await play([unreachable, timeout, refused])).toBe('skipped')
  expect(skills()).toEqual(before)
  expect(await play(WELL)).toBe('scored')
  expect(readFindings(database.orm, OPTIONS.scoreKey)).toEqual([])
  expect(readRoundEntries(database.orm).map(({ round, abandoned }) => [round, abandoned?.reason])).toEqual([
    [1, undefined],
    [2, NOBODY_REACHED],
    [3, undefined],
  ])
})

it('but miners that stay away are scored after three rounds: nobody is paid for ever for what it was', async () => {
  const { play, skills } = await start()
  await play(WELL)
  const best = Math.max(...skills())
  const away = Array<Behaviour>(3).fill(unreachable)
  const tags = []
  for (let round = 0; round < 5; round++) tags.push(await play(away))
  expect(tags).toEqual(['skipped', 'skipped', 'skipped', 'scored', 'scored'])
  expect(Math.max(...skills())).toBeLessThan(best)
})

it.each([
  ['one miner commits', [unreachable, unreachable, confident(0.5)]],
  ['one miner sends rubbish: it was reached', [unreachable, timeout, failing({ tag: 'malformed', detail: 'rubbish' })]],
])('and it is scored when %s', async (_, miners) => {
  const { play } = await start()
  await play(WELL)
  expect(await play(miners)).toBe('scored')
})

it('and two miners cannot agree to skip a round that they do not like', async () => {
  const { play } = await start(WELL.slice(0, 2))
  await play(WELL.slice(0, 2))
  expect(await play([timeout, timeout])).toBe('scored')
})
