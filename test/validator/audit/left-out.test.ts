import { beforeAll, describe, expect, it } from 'vitest'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { toCommitmentBytes } from '../../../shared/round/secret-commitment.ts'
import type { DeviationKind } from '../../../validator/audit/deviation.ts'
import { VALIDATOR } from '../support/round.ts'
import { type Json, put, resigned } from './support/edits.ts'
import { audit, type Change, type Played, playedValidator } from './support/played.ts'

/** Rounds 1 to 12, rows made from rounds 3, 6, 9 and 12; the secrets of rounds 1 to 6 are open. */
let played: Played
beforeAll(async () => {
  await cryptoReady()
  played = await playedValidator({ epochs: 4 })
})

const LIST = '/transcripts'
const inList = (change: (rounds: Json[]) => void): Change => resigned(LIST, ({ rounds }) => change(rounds))
const inRows = (change: (rows: Json[]) => void): Change => resigned('/weights', ({ rows }) => change(rows))
const inRound = (round: number, change: (body: Json) => void): Change => resigned(`${LIST}/${round}`, change)
const both =
  (a: Change, b: Change): Change =>
  (path, body) => {
    const changed = a(path, body)
    return changed && b(path, changed)
  }

async function found(change: Change, deps: Parameters<typeof audit>[2] = {}) {
  const { validators } = await audit(played, { change }, deps)
  return validators[0]?.deviations.map(({ what, round, size }) => [what, round, size])
}

type Case = readonly [string, Change, readonly (readonly [DeviationKind, number | null, number])[]]

const cases: readonly Case[] = [
  ['the newest rounds', inList((rounds) => rounds.splice(-4)), [['missing-round', 9, 1]]],
  ['the oldest rounds', inList((rounds) => rounds.splice(0, 2)), [['missing-round', 1, 2]]],
  ['all rounds', inList((rounds) => rounds.splice(0)), [['missing-round', 9, 9]]],
  ['answers that it says it keeps', inList((rounds) => put(rounds[2], { isKept: false })), [['withheld-round', 3, 1]]],
  ['what it remembers after a round', inRound(3, (body) => put(body, { pairs: null })), [['withheld-round', 3, 1]]],
  [
    'what it remembers of a miner',
    inRound(3, ({ miners }) => put(miners[1], { standing: null })),
    [['withheld-round', 3, 1]],
  ],
  ['a row between others', inRows((rows) => rows.splice(1, 1)), [['unpublished-row', null, 1]]],
  ['the oldest rows', inRows((rows) => rows.splice(-2)), [['unpublished-row', null, 2]]],
  ['what a row was made from', inRows((rows) => put(rows[2], { basis: null })), [['no-basis', null, 1]]],
  [
    'the round that a row was made from',
    inRows((rows) => put(rows[2].basis, { round: 99 })),
    [['missing-round', 99, 87]],
  ],
  ['which rule a row is of', inRows((rows) => put(rows[2].basis, { mechanism: 'skill@3/other@1' })), [['basis', 6, 1]]],
  [
    'that a secret is open',
    inList((rounds) => put(rounds[1], { isOpened: false })),
    [['not-opened', 2, expect.any(Number)]],
  ],
]

it.each(cases)('leaving out %s is told with its size', async (_, change, expected) => {
  const deviations = await found(change)
  for (const one of expected) expect(deviations).toContainEqual(one)
})

const twice: readonly Case[] = [
  ['a round', inList((rounds) => rounds.splice(3, 0, rounds[3])), [['order', 4, 1]]],
  ['all rounds', inList((rounds) => rounds.push(...rounds.slice(0, 12))), [['order', 1, expect.any(Number)]]],
  ['a row', inRows((rows) => rows.splice(1, 0, rows[1])), [['order', null, 1]]],
  ['a page', resigned(LIST, (body) => put(body, { next: 0 })), [['order', null, 1]]],
]

it.each(twice)('listing %s twice is told, and it is played once', async (_, change, expected) => {
  const deviations = await found(change)
  expect(deviations?.[0]).toEqual(expected[0])
  expect(deviations?.filter(([what]) => what !== 'order')).toEqual([])
})

it.each<Case>([
  ['made from a later round', inRows((rows) => put(rows.at(-1).basis, { round: 5 })), [['basis', 5, 1]]],
  [
    'made from an abandoned round',
    inList((rounds) => put(rounds[2], { abandoned: { in: 'asked', reason: 'crash' }, isKept: false })),
    [['basis', 3, 1]],
  ],
  ['of a block that is not there yet', inRows((rows) => put(rows[0], { block: 1e15 })), [['row-on-chain', null, 1]]],
])('a row %s is told', async (_, change, expected) => {
  expect(await found(change)).toContainEqual(expected[0])
})

it('a hash that is not the secret’s is told, also where list and transcript agree on it', async () => {
  const edit = (round: Json): void => put(round, { secretHash: 'ab'.repeat(32) })
  const change = both(
    inList((rounds) => edit(rounds[1])),
    inRound(2, edit),
  )
  expect(await found(change)).toEqual([['inconsistent', 2, 1]])
})

it('another secret opened on chain than the one of its rounds is told', async () => {
  const commitments: typeof played.chain.commitments = async (netuid, at) => {
    const onChain = await played.chain.commitments(netuid, at)
    const { rounds } = JSON.parse(Buffer.from(played.bodies.get(LIST)!.bytes).toString())
    const opened = { period: rounds[0].period, secret: new Uint8Array(32).fill(7) }
    const bytes = toCommitmentBytes({ period: 1, hash: 'cd'.repeat(32), opened })
    return new Map([...onChain, [VALIDATOR.ss58, { block: 1, fields: [{ tag: 'raw' as const, bytes }] }]])
  }
  const deviations = await found((_, body) => body, { chain: { ...played.chain, commitments } })
  expect(deviations).toContainEqual(['secret', 1, 3])
})

describe('a validator that keeps more than before', () => {
  /** Rounds 1 to 12 of a validator that dropped rounds 1 and 2 and the answers of those before round 5. */
  let dropping: Played
  beforeAll(async () => {
    dropping = await playedValidator({ epochs: 4, keepAnswers: 2 })
  })

  const told = async (kept: Json, first = 3) => {
    const change = both(
      resigned('/identity', (body) => put(body, { keepAnswers: 1_000, kept })),
      inList((rounds) => rounds.splice(0, first - 1)),
    )
    const { validators } = await audit(dropping, { change })
    const [one] = validators
    return {
      found: one?.deviations.map(({ what, round, size }) => [what, round, size]),
      notes: one?.notes.join() ?? '',
    }
  }

  it('is not blamed for what it had dropped, which is noted', async () => {
    const { found, notes } = await told({ since: 13, firstRound: 3, firstAnswers: 5 })
    expect(found).toEqual([])
    expect(notes).toMatch('rounds before 3 and answers before round 5 are not expected')
  })

  it('is blamed for what it says was there', async () => {
    expect((await told({ since: 13, firstRound: 3, firstAnswers: 4 })).found).toEqual([['withheld-round', 4, 1]])
    expect((await told({ since: 13, firstRound: 2, firstAnswers: 5 })).found).toEqual([['missing-round', 2, 1]])
  })

  it('is blamed for all that is not there when it says nothing, or says it of later rounds', async () => {
    const all = [
      ['missing-round', 1, 2],
      ['withheld-round', 3, 1],
      ['withheld-round', 4, 1],
    ]
    expect((await told(null)).found).toEqual(all)
    expect((await told({ since: 1, firstRound: 3, firstAnswers: 5 })).found).toEqual(all)
  })
})
