import { beforeAll, describe, expect, it } from 'vitest'
import { toHex } from '../../shared/bytes.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import { answerHash, commitMessage } from '../../shared/round/answer-hash.ts'
import { readRound } from '../../validator/db/rounds.ts'
import { readScores } from '../../validator/db/scores.ts'
import { OUTCOMES } from '../../validator/outcomes.ts'
import { playRound } from '../../validator/round.ts'
import { hotkeyOf, openForTest } from './support/database.ts'
import {
  answering,
  type Behaviour,
  committing,
  confident,
  failing,
  late,
  minerKey,
  minerOf,
  OPTIONS,
  ROUND_OWNER,
  received,
  roundForTest,
  rowOf,
  rowsToWire,
  timeout,
} from './support/round.ts'

beforeAll(cryptoReady)

const never = new AbortController().signal
const { worst } = glyphs.scale

/** Answers made of the right rows by a change. */
const spoiled = (change: (rows: number[][]) => readonly (readonly number[])[]): Behaviour =>
  answering((tasks) => rowsToWire(change(tasks.map(({ task }) => rowOf(task.label, 1)))))
const honest = confident(0.9)
const refused = (status: number) => failing({ tag: 'refused', status, code: undefined, detail: `HTTP ${status}` })
const revealing =
  (
    reveal: (honestly: ReturnType<Behaviour>, asked: Parameters<Behaviour>[0]) => ReturnType<Behaviour>['reveal'],
  ): Behaviour =>
  (asked) => {
    const honestly = honest(asked)
    return { ...honestly, reveal: reveal(honestly, asked) }
  }

/** What each way of going wrong is called; all of them cost the same. */
const wrongs: Readonly<Record<string, readonly [string, Behaviour]>> = {
  'a commitment that is late': ['late', timeout],
  'no connection': ['unreachable', failing({ tag: 'unreachable', detail: 'nobody' })],
  'a refusal': ['refused', refused(503)],
  'an axon without commitments': ['no-commit', refused(404)],
  'too long a commitment': ['malformed', failing({ tag: 'too-large', detail: 'more than allowed' })],
  'a commitment that is none': ['malformed', failing(received({ hash: 'x' }))],
  'a signature by somebody else': [
    'wrong-signature',
    (asked) => ({ ...committing('{}', { ...asked, key: minerKey(77) }) }),
  ],
  'a signature for another validator': [
    'wrong-signature',
    (asked) => committing('{}', { ...asked, parties: { ...asked.parties, validator: hotkeyOf(3) } }),
  ],
  'no connection at the reveal': ['no-reveal', revealing(() => ({ tag: 'unreachable', detail: 'nobody' }))],
  'a reveal that is late': ['late-reveal', revealing(() => late)],
  'a refused reveal': [
    'no-reveal',
    revealing(() => ({ tag: 'refused', status: 404, code: 'unknown-round', detail: 'HTTP 404' })),
  ],
  'a reveal that is none': ['malformed', revealing(() => received({ payload: 1 }))],
  'too long a reveal': ['malformed', revealing(() => ({ tag: 'too-large', detail: 'more than allowed' }))],
  'a reveal of other answers': ['mismatched', revealing((_, asked) => confident(0.95)(asked).reveal)],
  'a reveal with another salt': [
    'mismatched',
    revealing(({ reveal }) =>
      received({
        ...(reveal.tag === 'received' && JSON.parse(Buffer.from(reveal.body).toString())),
        salt: '00'.repeat(32),
      }),
    ),
  ],
  'a payload that is no JSON': ['malformed', (asked) => committing('{', asked)],
  'a payload without proofs': ['malformed', (asked) => committing('{"answers":1,"model":"x"}', asked)],
  'probabilities of NaN': ['malformed', spoiled((rows) => rows.map((row) => row.map(() => Number.NaN)))],
  'infinite probabilities': ['malformed', spoiled((rows) => rows.map((row) => row.map(() => 1 / 0)))],
  'huge probabilities': ['malformed', spoiled((rows) => rows.map((row) => row.map(() => 1e30)))],
  'negative probabilities': ['malformed', spoiled((rows) => rows.map(([_, ...row]) => [-0.5, ...row]))],
  'certainty of every class': ['malformed', spoiled((rows) => rows.map((row) => row.map(() => 1)))],
  'one bad row among good ones': [
    'malformed',
    spoiled(([first = [], ...rows]) => [first.map((p) => p * 1.1), ...rows]),
  ],
  'too few answers': ['malformed', spoiled((rows) => rows.slice(1))],
  'too many answers': ['malformed', spoiled((rows) => [...rows, ...rows])],
  'too few classes': ['malformed', spoiled((rows) => rows.map(() => [0.5, 0.5]))],
  'no answers': ['malformed', answering(() => null)],
  'no digest of a model': ['malformed', answering(() => 1, 'glyphs-6')],
}

async function play(miners: Readonly<Record<number, Behaviour>>, change: { mechanism?: Mechanism } = {}) {
  const database = openForTest(undefined, ROUND_OWNER)
  const fixture = await roundForTest(database, miners)
  const again = (): ReturnType<typeof playRound> => playRound({ ...fixture.deps, ...change }, OPTIONS, never)
  const result = await again()
  const outcomeOf = (id: number, number: number) =>
    readRound(database.orm, id)?.answers.find(({ hotkey }) => hotkey === minerOf(number))
  return { ...fixture, database, again, result, outcomeOf, scores: readScores(database.orm, OPTIONS.scoreKey) }
}

describe('going wrong', () => {
  it.each(Object.entries(wrongs))('by %s costs the round and nobody else', async (_, [outcome, behaviour]) => {
    const { scores, outcomeOf } = await play({ 1: behaviour, 2: honest })
    expect(outcomeOf(1, 1)).toMatchObject({ outcome, score: worst, skill: 0, detail: expect.stringMatching(/\S/) })
    expect(scores.get(minerOf(1))).toMatchObject({
      lastScore: worst,
      lastOutcome: outcome,
      standing: { skill: { mean: 0 } },
    })
    expect(scores.get(minerOf(2))?.lastScore).toBeCloseTo(Math.log(0.9), 5)
  })

  it('by a replay is told from a lie', async () => {
    const first: { round: string; replies: ReturnType<Behaviour> }[] = []
    const { again, behave, outcomeOf } = await play({
      1: (asked) => {
        const replies = honest(asked)
        first.push({ round: asked.parties.round, replies })
        return replies
      },
      2: honest,
      3: honest,
    })
    const { round, replies } = first[0]!
    // The whole of an old round again.
    behave(1, () => replies)
    // A new commitment that is signed for the old round.
    behave(2, (asked) => honest({ ...asked, parties: { ...asked.parties, round } }))
    await again()
    expect([1, 2, 3].map((number) => outcomeOf(2, number)?.outcome)).toEqual(['replayed', 'replayed', 'answered'])
    // An honest commitment, under which the old answers are revealed.
    behave(1, (asked) => ({ ...honest(asked), reveal: replies.reveal }))
    await again()
    expect(outcomeOf(3, 1)).toMatchObject({ outcome: 'replayed', detail: `revealed the answers of round ${round}` })
  })

  it('by the answers for another validator is a replay, too', async () => {
    const other = hotkeyOf(60)
    const { client, behave, again, outcomeOf } = await play({ 1: honest })
    client.addNeuron({ hotkey: other, validatorPermit: true })
    // Hash and reveal are those that the other validator gets, signed for this one.
    behave(1, (asked) => {
      const { parties, key } = asked
      const { reveal } = honest(asked)
      const { payload, salt } = JSON.parse(Buffer.from(reveal.tag === 'received' ? reveal.body : '').toString())
      const hash = answerHash({ ...parties, validator: other, payload, salt: Buffer.from(salt, 'hex') })
      return { reveal, commit: received({ hash, signature: toHex(key.sign(commitMessage({ ...parties, hash }))) }) }
    })
    await again()
    expect(outcomeOf(2, 1)).toMatchObject({ outcome: 'replayed', detail: expect.stringContaining(other) })
  })

  it('in every stated way is covered here', () => {
    const covered = new Set([...Object.values(wrongs).map(([outcome]) => outcome), 'replayed', 'answered'])
    expect([...OUTCOMES].filter((outcome) => !covered.has(outcome))).toEqual([])
  })

  it('in a parser that meets something its author did not foresee is the miner’s fault', async () => {
    const parseAnswers = (): never => {
      throw new RangeError('Maximum call stack size exceeded')
    }
    const { result } = await play({ 1: honest }, { mechanism: { ...(glyphs as Mechanism), parseAnswers } })
    expect(result).toMatchObject({ tag: 'scored', answered: 0 })
  })

  it('with a score that no average can hold is the miner’s fault, and stops nobody', async () => {
    const { score } = glyphs as Mechanism
    const boundless: Mechanism = {
      ...(glyphs as Mechanism),
      score: (task, answer) => (Math.max(...(answer as Float32Array)) > 0.97 ? -1e200 : score(task, answer)),
    }
    const { result, outcomeOf } = await play({ 1: confident(0.99), 2: honest }, { mechanism: boundless })
    expect(result).toMatchObject({ tag: 'scored', answered: 1 })
    expect(outcomeOf(1, 1)).toMatchObject({ outcome: 'malformed', detail: expect.stringMatching(/scores -1e\+200/) })
    expect(outcomeOf(1, 2)).toMatchObject({ outcome: 'answered', score: expect.closeTo(Math.log(0.9), 5) })
  })

  it('of the dendrite counts as not committed', async () => {
    const database = openForTest(undefined, ROUND_OWNER)
    const { deps } = await roundForTest(database, { 1: honest })
    await playRound({ ...deps, dendrite: { ask: async () => [] } }, OPTIONS, never)
    expect(readRound(database.orm, 1)?.answers[0]).toMatchObject({ outcome: 'no-commit', score: worst })
  })
})
