import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { updateAverage } from '../../shared/mechanism/average.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import { toSkill } from '../../shared/mechanism/skill.ts'
import { createRng } from '../../shared/rng.ts'
import { uid } from '../../shared/units.ts'
import { readLastRound, readRound } from '../../validator/db/rounds.ts'
import { readScores } from '../../validator/db/scores.ts'
import { scoreAll } from '../../validator/grade.ts'
import type { Reply } from '../../validator/reply.ts'
import { playRound } from '../../validator/round.ts'
import { hotkeyOf, OWNER, openForTest } from './support/database.ts'
import {
  AXON,
  answerRows,
  answerWith,
  type Behaviour,
  confident,
  OPTIONS,
  roundForTest,
  rowOf,
  timeout,
} from './support/round.ts'

const never = new AbortController().signal
const { worst } = glyphs.scale
/** Skill of a round in which every true class got the probability. */
const skillAt = (probability: number) => toSkill(Math.log(probability), glyphs.scale)

async function play(miners: Readonly<Record<number, Behaviour>>, rounds = 1) {
  const database = openForTest()
  const fixture = roundForTest(database, miners)
  for (let i = 0; i < rounds; i++) await playRound(fixture.deps, OPTIONS, never)
  const scores = () => readScores(database.orm, OPTIONS.scoreKey)
  return { ...fixture, database, scores, again: () => playRound(fixture.deps, OPTIONS, never) }
}

describe('a round', () => {
  it('scores every miner by the mean of its answers, and averages what skill that is', async () => {
    const { scores } = await play({ 1: confident(0.9), 2: confident(0.05), 3: confident(0.5) })
    expect(scores().get(hotkeyOf(1))?.lastScore).toBeCloseTo(Math.log(0.9), 5)
    expect(scores().get(hotkeyOf(1))?.average.mean).toBeCloseTo(skillAt(0.9), 5)
    expect(scores().get(hotkeyOf(2))?.lastScore).toBeCloseTo(Math.log(0.05), 5)
    expect(scores().get(hotkeyOf(2))?.average.mean).toBe(0)
    expect(scores().get(hotkeyOf(3))).toMatchObject({ uid: 3, rounds: 1, lastOutcome: 'answered' })
  })

  const bad: Readonly<Record<string, Behaviour>> = {
    'a timeout': timeout,
    'a refusal': () => ({ tag: 'refused', status: 500, code: undefined, detail: 'HTTP 500' }),
    'no connection': () => ({ tag: 'unreachable', detail: 'refused' }),
    'too long an answer': () => ({ tag: 'too-large', detail: 'more than allowed' }),
    'probabilities of NaN': (tasks) => answerRows(tasks.map(({ label }) => rowOf(label, Number.NaN))),
    'infinite probabilities': (tasks) => answerRows(tasks.map(() => Array<number>(10).fill(Number.POSITIVE_INFINITY))),
    'negative probabilities': (tasks) => answerRows(tasks.map(({ label }) => rowOf(label, 1.5))),
    'certainty of every class': (tasks) => answerRows(tasks.map(() => Array<number>(10).fill(1))),
    'one bad row among good ones': (tasks) =>
      answerRows(tasks.map(({ label }, i) => (i === 3 ? rowOf(label, 1).map((p) => p * 1.1) : rowOf(label, 1)))),
    'too few answers': (tasks) => answerRows(tasks.slice(1).map(({ label }) => rowOf(label, 1))),
    'too many answers': (tasks) => answerRows([...tasks, ...tasks].map(({ label }) => rowOf(label, 1))),
    'too few classes': (tasks) => answerRows(tasks.map(() => [0.5, 0.5])),
    'no answers': () => answerWith(null),
    'a number': () => answerWith(1),
    'no JSON': () => ({ tag: 'received', body: new Uint8Array([0xff, 0x00]), latencyMs: 1 }),
    'another object': () => ({ tag: 'received', body: new TextEncoder().encode('{"score":0}'), latencyMs: 1 }),
  }
  it.each(Object.entries(bad))('scores %s worst, and the others as ever', async (_, behaviour) => {
    const { scores } = await play({ 1: behaviour, 2: confident(0.9) })
    expect(scores().get(hotkeyOf(1))).toMatchObject({ lastScore: worst, average: { mean: 0 } })
    expect(scores().get(hotkeyOf(1))?.lastOutcome).not.toBe('answered')
    expect(scores().get(hotkeyOf(2))?.average.mean).toBeCloseTo(skillAt(0.9), 5)
  })

  it('survives a parser that meets something its author did not foresee', async () => {
    const database = openForTest()
    const { deps } = roundForTest(database, { 1: confident(0.9) })
    const mechanism: Mechanism = {
      ...(glyphs as Mechanism),
      parseAnswers: () => {
        throw new RangeError('Maximum call stack size exceeded')
      },
    }
    expect(await playRound({ ...deps, mechanism }, OPTIONS, never)).toMatchObject({ tag: 'scored', answered: 0 })
  })

  it('is stored so that it can be scored again from its seed', async () => {
    const { database } = await play({ 1: confident(0.7), 2: timeout, 3: confident(0.2) })
    const round = readRound(database.orm, 1)!
    const tasks = glyphs.makeTasks(createRng(round.seed), round.items)
    const again = round.answers.map(({ body }) => (body === null ? worst : scoreAll(glyphs, tasks, JSON.parse(body))))
    expect(again).toEqual(round.answers.map(({ score }) => score))
    expect(round.answers.filter(({ body }) => body !== null)).toHaveLength(2)
    expect(round.scale).toEqual(glyphs.scaleOf(tasks))
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
    const order = fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 5 })
    await fc.assert(
      fc.asyncProperty(order, async (numbers) => {
        const database = openForTest()
        const { deps, client } = roundForTest(database, miners)
        const metagraph = async () => {
          const { neurons, ...rest } = await client.metagraph(OWNER.netuid)
          return { ...rest, neurons: [neurons[0]!, ...numbers.map((number) => neurons[number]!)] }
        }
        for (let i = 0; i < 2; i++) await playRound({ ...deps, client: { metagraph } }, OPTIONS, never)
        expect(readScores(database.orm, OPTIONS.scoreKey)).toEqual(expected)
        database.close()
      }),
      { numRuns: 20 },
    )
  })
})

describe('who is asked', () => {
  it('is everybody with an axon, except the validator itself', async () => {
    const { client, asked, again } = await play({ 1: confident(0.5) })
    client.changeNeuron(0, { axon: AXON })
    client.addNeuron({ hotkey: hotkeyOf(50), validatorPermit: true })
    client.addNeuron({ hotkey: hotkeyOf(51), validatorPermit: true, axon: AXON })
    await again()
    expect(asked).toEqual([[hotkeyOf(1)], [hotkeyOf(1), hotkeyOf(51)]])
  })

  it('counts a miner that took its axon back as absent', async () => {
    const { client, again, scores } = await play({ 1: confident(0.9), 2: confident(0.9) })
    client.changeNeuron(1, { axon: undefined })
    await again()
    expect(scores().get(hotkeyOf(1))).toMatchObject({ rounds: 2, lastScore: worst, lastOutcome: 'unreachable' })
  })

  it('is nobody while there are no miners, no permit or no registration', async () => {
    const { client, again, clock, asked } = await play({})
    const results = [await again()]
    client.addNeuron({ hotkey: hotkeyOf(1), axon: AXON })
    client.changeNeuron(0, { validatorPermit: false })
    results.push(await again())
    client.changeNeuron(0, { hotkey: hotkeyOf(99) })
    results.push(await again())
    client.changeNeuron(0, { hotkey: OWNER.hotkey, validatorPermit: true })
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
    const { behaviours, again, scores } = await play({ 1: confident(0.9) })
    behaviours.set(hotkeyOf(1), timeout)
    await again()
    const expected = updateAverage({ mean: skillAt(0.9), weight: 1 }, 0, 4)
    expect(scores().get(hotkeyOf(1))?.average.mean).toBeCloseTo(expected.mean, 5)
    expect(scores().get(hotkeyOf(1))?.average.weight).toBeCloseTo(expected.weight, 10)
  })

  it('stay as they are for miners that were not asked', async () => {
    const { client, again, scores } = await play({ 1: confident(0.9), 2: confident(0.5) })
    const before = scores().get(hotkeyOf(1))
    client.changeNeuron(1, { hotkey: hotkeyOf(77), axon: undefined })
    await again()
    expect(scores().get(hotkeyOf(1))).toEqual(before)
    expect(scores().get(hotkeyOf(2))?.rounds).toBe(2)
  })

  it('go with the hotkey when a uid changes hands', async () => {
    const { client, behaviours, again, scores } = await play({ 1: confident(0.9), 2: timeout })
    behaviours.set(hotkeyOf(3), confident(0.6))
    client.changeNeuron(2, { hotkey: hotkeyOf(1) })
    client.changeNeuron(1, { hotkey: hotkeyOf(3) })
    await again()
    expect(scores().get(hotkeyOf(1))).toMatchObject({ uid: uid(2), rounds: 2 })
    expect(scores().get(hotkeyOf(3))).toMatchObject({ uid: uid(1), rounds: 1 })
    expect(scores().get(hotkeyOf(3))?.average.mean).toBeCloseTo(skillAt(0.6), 5)
  })
})

describe('a round that cannot be finished', () => {
  it('stores nothing when the validator stops', async () => {
    const { deps, database } = await play({})
    const { deps: withMiner } = roundForTest(database, { 1: confident(0.5) })
    await expect(playRound(withMiner, OPTIONS, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
    expect(deps.database).toBe(database)
    expect(readLastRound(database.orm)).toBeUndefined()
  })

  it('stores nothing when the chain does not answer', async () => {
    const { client, again, scores, database } = await play({ 1: confident(0.5) })
    client.failNext('metagraph', new AppError('chain-unreachable', 'gone'))
    await expect(again()).rejects.toMatchObject({ code: 'chain-unreachable' })
    expect(readLastRound(database.orm)?.id).toBe(1)
    expect(scores().get(hotkeyOf(1))?.rounds).toBe(1)
  })
})

it('replies that never came count as not reached', async () => {
  const database = openForTest()
  const { deps } = roundForTest(database, { 1: confident(0.5) })
  const ask = async (): Promise<readonly Reply[]> => []
  await playRound({ ...deps, dendrite: { ask } }, OPTIONS, never)
  expect(readRound(database.orm, 1)?.answers[0]).toMatchObject({ outcome: 'unreachable', score: worst })
})
