import { beforeAll, describe, expect, it } from 'vitest'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { AppError } from '../../shared/errors.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { toSkill } from '../../shared/mechanism/skill.ts'
import { updateEstimate } from '../../shared/scoring/estimate.ts'
import { uid } from '../../shared/units.ts'
import { readLastRound, readRound, readUnfinished } from '../../validator/db/rounds.ts'
import { readScores } from '../../validator/db/scores.ts'
import { playRound, resumeRounds } from '../../validator/round.ts'
import { hotkeyOf, openForTest } from './support/database.ts'
import {
  AXON,
  type Behaviour,
  confident,
  minerKey,
  minerOf,
  OPTIONS,
  ROUND_OWNER,
  roundForTest,
  timeout,
  VALIDATOR,
} from './support/round.ts'

beforeAll(cryptoReady)

const never = new AbortController().signal
const { worst } = glyphs.scale
/** Skill of a round in which every true class got the probability. */
const skillAt = (probability: number) => toSkill(Math.log(probability), glyphs.scale)

async function play(miners: Readonly<Record<number, Behaviour>>, rounds = 1) {
  const database = openForTest(undefined, ROUND_OWNER)
  const fixture = await roundForTest(database, miners)
  for (let i = 0; i < rounds; i++) await playRound(fixture.deps, OPTIONS, never)
  const scores = () => readScores(database.orm, OPTIONS.scoreKey)
  return { ...fixture, database, scores, again: () => playRound(fixture.deps, OPTIONS, never) }
}

describe('a round', () => {
  it('scores every miner by the mean over the shared tasks, and averages what skill that is', async () => {
    const { scores, database } = await play({ 1: confident(0.9), 2: confident(0.05), 3: confident(0.5) })
    expect(scores().get(minerOf(1))?.lastScore).toBeCloseTo(Math.log(0.9), 5)
    expect(scores().get(minerOf(1))?.standing.skill.mean).toBeCloseTo(skillAt(0.9), 5)
    expect(scores().get(minerOf(2))?.lastScore).toBeCloseTo(Math.log(0.05), 5)
    expect(scores().get(minerOf(2))?.standing.skill.mean).toBe(0)
    expect(scores().get(minerOf(3))).toMatchObject({ uid: 3, rounds: 1, lastOutcome: 'answered' })
    const answer = readRound(database.orm, 1)?.answers.find(({ hotkey }) => hotkey === minerOf(1))
    expect(answer?.sliceSkill).toBeCloseTo(skillAt(0.9), 5)
    expect(answer?.canaryScore).toBeCloseTo(Math.log(0.9), 5)
  })

  it('asks for answers only when all commitments are stored, and only those who committed', async () => {
    const { asked, again, behave, database } = await play({ 1: confident(0.9), 2: timeout })
    expect(asked).toEqual([
      { route: 'commit', hotkeys: [minerOf(1), minerOf(2)] },
      { route: 'reveal', hotkeys: [minerOf(1)] },
    ])
    const states: unknown[] = []
    behave(1, (about) => {
      const id = readLastRound(database.orm)!.id + 1
      states.push([readRound(database.orm, id)?.state, readRound(database.orm, id)?.answers.length])
      return confident(0.9)(about)
    })
    await again()
    expect(states).toEqual([
      ['asked', 0],
      ['committed', 2],
    ])
  })

  it('never repeats its tasks', async () => {
    const { database } = await play({ 1: confident(0.5) }, 3)
    const seeds = [1, 2, 3].map((id) => Buffer.from(readRound(database.orm, id)!.seed).toString('hex'))
    expect(new Set(seeds).size).toBe(3)
  })

  it('does not depend on the order of the miners', async () => {
    const skills = [0.05, 0.2, 0.5, 0.8, 0.99]
    const miners = Object.fromEntries(skills.map((skill, i) => [i + 1, i === 2 ? timeout : confident(skill)]))
    const expected = (await play(miners, 2)).scores()
    const database = openForTest(undefined, ROUND_OWNER)
    const { deps, client } = await roundForTest(database, miners)
    const metagraph: typeof client.metagraph = async (netuid) => {
      const { neurons, ...rest } = await client.metagraph(netuid)
      return { ...rest, neurons: [neurons[0]!, ...[4, 2, 5, 1, 3].map((number) => neurons[number]!)] }
    }
    for (let i = 0; i < 2; i++) await playRound({ ...deps, client: { ...client, metagraph } }, OPTIONS, never)
    expect(readScores(database.orm, OPTIONS.scoreKey)).toEqual(expected)
  })

  it('waits for a secret that was on chain before its block', async () => {
    const database = openForTest(undefined, ROUND_OWNER)
    const { deps, client, commitSecret } = await roundForTest(database, { 1: confident(0.5) })
    client.advance(9)
    // A new epoch, and nothing on chain that this database knows: as after a lost one.
    const lost = openForTest(undefined, ROUND_OWNER)
    expect(await playRound({ ...deps, database: lost }, OPTIONS, never)).toEqual({
      tag: 'skipped',
      reason: 'no-secret',
    })
    expect((await playRound(deps, OPTIONS, never)).tag).toBe('scored')
    await commitSecret()
    expect((await playRound(deps, OPTIONS, never)).tag).toBe('scored')
  })
})

describe('who is asked', () => {
  it('is everybody with an axon, except the validator itself', async () => {
    const { client, asked, again } = await play({ 1: confident(0.5) })
    client.changeNeuron(0, { axon: AXON })
    client.addNeuron({ hotkey: hotkeyOf(50), validatorPermit: true })
    client.addNeuron({ hotkey: hotkeyOf(51), validatorPermit: true, axon: AXON })
    await again()
    const commits = asked.filter(({ route }) => route === 'commit').map(({ hotkeys }) => hotkeys)
    expect(commits).toEqual([[minerOf(1)], [minerOf(1), hotkeyOf(51)]])
  })

  it('counts a miner that took its axon back as absent', async () => {
    const { client, again, scores } = await play({ 1: confident(0.9), 2: confident(0.9) })
    client.changeNeuron(1, { axon: undefined })
    await again()
    expect(scores().get(minerOf(1))).toMatchObject({ rounds: 2, lastScore: worst, lastOutcome: 'unreachable' })
  })

  it('has a model from the block after that of its registration on: the beacon must not be known before', async () => {
    const { client, again, database } = await play({ 1: confident(0.5) })
    await client.setCommitment(client.netuid, [{ tag: 'sha256', digest: new Uint8Array(32).fill(7) }], minerKey(1))
    const block = (await client.metagraph(client.netuid)).at.number
    await again()
    client.advance()
    await again()
    const models = [2, 3].map((id) => readRound(database.orm, id)?.answers[0])
    expect(models).toMatchObject([
      { registeredModel: null, registeredBlock: null },
      { registeredModel: '07'.repeat(32), registeredBlock: block },
    ])
  })

  it('is nobody while there are no miners, no permit or no registration', async () => {
    const { client, again, clock, asked } = await play({})
    const results = [await again()]
    client.addNeuron({ hotkey: minerOf(1), axon: AXON })
    client.changeNeuron(0, { validatorPermit: false })
    results.push(await again())
    client.changeNeuron(0, { hotkey: hotkeyOf(99) })
    results.push(await again())
    client.changeNeuron(0, { hotkey: VALIDATOR.ss58, validatorPermit: true })
    results.push(await again())
    expect(results.map((result) => (result.tag === 'skipped' ? result.reason : result.tag))).toEqual([
      'no-miners',
      'no-permit',
      'not-registered',
      'permit-too-fresh',
    ])
    expect(asked).toEqual([])
    await clock.advance(3000)
    expect((await again()).tag).toBe('scored')
  })
})

describe('scores over rounds', () => {
  it('are averages with a half-life', async () => {
    const { behave, again, scores } = await play({ 1: confident(0.9) })
    behave(1, timeout)
    await again()
    const expected = updateEstimate(updateEstimate(undefined, skillAt(0.9), 4), 0, 4)
    expect(scores().get(minerOf(1))?.standing.skill.mean).toBeCloseTo(expected.mean, 5)
    expect(scores().get(minerOf(1))?.standing.skill.weight).toBeCloseTo(expected.weight, 10)
  })

  it('stay as they are for miners that were not asked', async () => {
    const { client, again, scores } = await play({ 1: confident(0.9), 2: confident(0.5) })
    const before = scores().get(minerOf(1))
    client.changeNeuron(1, { hotkey: hotkeyOf(77), axon: undefined })
    await again()
    expect(scores().get(minerOf(1))).toEqual(before)
    expect(scores().get(minerOf(2))?.rounds).toBe(2)
  })

  it('go with the hotkey when a uid changes hands', async () => {
    const { client, behave, again, scores } = await play({ 1: confident(0.9), 2: timeout })
    behave(3, confident(0.6))
    client.changeNeuron(2, { hotkey: minerOf(1) })
    client.changeNeuron(1, { hotkey: minerOf(3) })
    await again()
    expect(scores().get(minerOf(1))).toMatchObject({ uid: uid(2), rounds: 2 })
    expect(scores().get(minerOf(3))).toMatchObject({ uid: uid(1), rounds: 1 })
    expect(scores().get(minerOf(3))?.standing.skill.mean).toBeCloseTo(skillAt(0.6), 5)
  })
})

describe('a round that cannot be finished', () => {
  it('changes nothing when the validator stops before there are commitments', async () => {
    const { deps, database, scores } = await play({ 1: confident(0.5) })
    const before = scores()
    await expect(playRound(deps, OPTIONS, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
    expect(readUnfinished(database.orm)).toEqual([2])
    await resumeRounds(deps, OPTIONS, never)
    expect([readUnfinished(database.orm), readRound(database.orm, 2)?.state]).toEqual([[], 'abandoned'])
    expect(scores()).toEqual(before)
  })

  it('changes nothing when the chain does not answer', async () => {
    const { client, again, scores, database } = await play({ 1: confident(0.5) })
    client.failNext('metagraph', new AppError('chain-unreachable', 'gone'))
    await expect(again()).rejects.toMatchObject({ code: 'chain-unreachable' })
    expect(readLastRound(database.orm)?.id).toBe(1)
    expect(scores().get(minerOf(1))?.rounds).toBe(1)
  })

  it.each([
    ['miners cannot know it any more', 600_001],
    ['the clock was set back', -3_600_000],
  ])('is abandoned when %s', async (_, byMs) => {
    const { deps, client, clock, database } = await play({ 1: confident(0.5) })
    const stop = new AbortController()
    const ask: typeof deps.dendrite.ask = async (route, calls, options) => {
      if (route.name === 'reveal') stop.abort(new Error('stopped'))
      stop.signal.throwIfAborted()
      return deps.dendrite.ask(route, calls, options)
    }
    const interrupt = () => playRound({ ...deps, dendrite: { ask } }, OPTIONS, stop.signal)
    await expect(interrupt()).rejects.toThrow('stopped')
    const later = { ...deps, clock: { ...clock, now: () => clock.now() + byMs } }
    await resumeRounds(later, OPTIONS, never)
    expect([readUnfinished(database.orm), readLastRound(database.orm)?.id]).toEqual([[], 1])
    client.advance()
    expect(await playRound(deps, OPTIONS, never)).toMatchObject({ tag: 'scored', id: 3 })
  })

  it('is abandoned when another mechanism is scored by then: its scores are of no use to that', async () => {
    const { deps, database } = await play({ 1: confident(0.5) })
    const reveal = () => Promise.reject(new Error('stopped'))
    const ask: typeof deps.dendrite.ask = (route, calls, options) =>
      route.name === 'reveal' ? reveal() : deps.dendrite.ask(route, calls, options)
    await expect(playRound({ ...deps, dendrite: { ask } }, OPTIONS, never)).rejects.toThrow('stopped')
    const scoreKey = 'skill@3/other@1'
    await resumeRounds(deps, { ...OPTIONS, scoreKey }, never)
    expect([readUnfinished(database.orm), readRound(database.orm, 2)?.state]).toEqual([[], 'abandoned'])
    expect(readScores(database.orm, scoreKey).size).toBe(0)
  })

  it('is kept when it fails by a fault that has nothing to do with it', async () => {
    const { deps, client, database } = await play({ 1: confident(0.5) })
    const ask: typeof deps.dendrite.ask = (route, calls, options) =>
      route.name === 'reveal'
        ? Promise.reject(new AppError('database-failed', 'no room'))
        : deps.dendrite.ask(route, calls, options)
    const failing = { ...deps, dendrite: { ask } }
    client.advance()
    await expect(playRound(failing, OPTIONS, never)).rejects.toMatchObject({ code: 'database-failed' })
    await expect(resumeRounds(failing, OPTIONS, never)).rejects.toMatchObject({ code: 'database-failed' })
    expect(readRound(database.orm, 2)?.state).toBe('committed')
    await resumeRounds(deps, OPTIONS, never)
    expect(readRound(database.orm, 2)?.state).toBe('scored')
  })

  it('is abandoned when it fails again, so that the next ones go on', async () => {
    const { deps, client, again, database, scores } = await play({ 1: confident(0.5) })
    const before = scores()
    const distance = (): never => {
      throw new TypeError('undefined is not a function')
    }
    const referenceAnswers = deps.mechanism.naiveAnswers
    const broken = { ...deps, mechanism: { ...deps.mechanism, distance, referenceAnswers } }
    client.advance()
    await expect(playRound(broken, OPTIONS, never)).rejects.toThrow('undefined is not a function')
    expect(readRound(database.orm, 2)?.state).toBe('revealed')
    await resumeRounds(broken, OPTIONS, never)
    expect([readUnfinished(database.orm), readRound(database.orm, 2)]).toMatchObject([
      [],
      { state: 'abandoned', answers: [] },
    ])
    expect(scores()).toEqual(before)
    expect(await again()).toMatchObject({ tag: 'scored', id: 3 })
  })
})

it('own tasks that leave no room above chance say nothing, and spoil nothing', async () => {
  const database = openForTest(undefined, ROUND_OWNER)
  const { deps } = await roundForTest(database, { 1: confident(0.5) })
  const scaleOf: typeof deps.mechanism.scaleOf = (tasks) => {
    const scale = deps.mechanism.scaleOf(tasks)
    return tasks.length === OPTIONS.sizes.own ? { ...scale, chance: scale.perfect } : scale
  }
  await playRound({ ...deps, mechanism: { ...deps.mechanism, scaleOf } }, OPTIONS, never)
  expect(readRound(database.orm, 1)?.answers[0]).toMatchObject({ outcome: 'answered', sliceSkill: null })
  expect(readScores(database.orm, OPTIONS.scoreKey).get(minerOf(1))?.standing.slice).toBeUndefined()
})
