import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activityCutoffBlocks, findInactive, lastTempoBlock } from '../../../chain/yuma/activity.ts'
import { createArena } from '../../../chain/yuma/arena.ts'
import { entriesOf, type IntegerCsr } from '../../../chain/yuma/csr.ts'
import type { EpochInput } from '../../../chain/yuma/epoch-input.ts'
import { I64F64, i32f32FromI64f64 } from '../../../chain/yuma/fixed.ts'
import { exactTopPermits, topPermits } from '../../../chain/yuma/permits.ts'
import { type PreparedEpoch, prepareEpoch } from '../../../chain/yuma/prepare.ts'
import { rowFromPairs } from '../../../chain/yuma/rows.ts'
import { exactStakeShares } from '../../../chain/yuma/stake-shares.ts'
import { denseEpoch } from '../../support/yuma-dense.ts'

const base: EpochInput = {
  ...denseEpoch({ validators: 3, miners: 0 }),
  totalStake: [1n << 64n, 1n << 64n, 2n << 64n],
  weights: [0, 1, 2].map(() =>
    rowFromPairs([
      [0, 10],
      [1, 20],
      [2, 30],
    ]),
  ),
  bonds: [0, 1, 2].map(() =>
    rowFromPairs([
      [2, 5],
      [0, 6],
    ]),
  ),
  blockAtRegistration: [0, 0, 0],
}
const prepare = (changes: Partial<EpochInput> = {}) => prepareEpoch(createArena(0), { ...base, ...changes })
const sharesOf = ({ stake }: PreparedEpoch) => Array.from(stake ?? [], BigInt)
const columnsOf = ({ start, columns }: IntegerCsr) =>
  Array.from({ length: start.length - 1 }, (_, u) => Array.from(columns.subarray(start[u], start[u + 1])))

describe('weights that count', () => {
  it('leave out the diagonal', () => {
    expect(columnsOf(prepare().weights)).toEqual([
      [1, 2],
      [0, 2],
      [0, 1],
    ])
  })

  it('keep the owner on the diagonal, with or without a permit', () => {
    const { weights, newPermits } = prepare({ ownerUid: 1, validatorPermits: [true, false, true] })
    expect(columnsOf(weights)[1]).toEqual([0, 1, 2])
    expect(newPermits[1]).toBe(true)
  })

  it('are those of permitted uids; an empty list permits no weights, but masks no stake', () => {
    expect(columnsOf(prepare({ validatorPermits: [true, false] }).weights)).toEqual([[1, 2], [], []])
    const { weights, stakeMask } = prepare({ validatorPermits: [] })
    expect(entriesOf(weights)).toBe(0)
    expect(stakeMask).toEqual([false, false, false])
  })

  it('are newer than the registration of what they are about', () => {
    const { weights } = prepare({ lastUpdate: [10, 11, 9], blockAtRegistration: [0, 0, 10] })
    expect(columnsOf(weights)).toEqual([[1], [0, 2], [0, 1]])
  })

  it('were committed no earlier than that registration, when commit-reveal is on', () => {
    const commits = { commitBlocks: [99, 100, undefined], blockAtRegistration: [100, 100, 100] }
    expect(columnsOf(prepare({ ...commits, commitRevealEnabled: true }).weights)).toEqual([[], [0, 2], [0, 1]])
    expect(columnsOf(prepare(commits).weights)).toEqual([
      [1, 2],
      [0, 2],
      [0, 1],
    ])
  })
})

describe('bonds that count', () => {
  it('are older than the last epoch saw the registration', () => {
    const { bonds } = prepare({ lastMechanismStepBlock: 900, blockAtRegistration: [901, 0, 900] })
    expect(columnsOf(bonds)).toEqual([[2], [2], [2]])
  })

  it('start one tempo back before the first epoch', () => {
    expect(lastTempoBlock({ ...base, lastMechanismStepBlock: 0 })).toBe(900)
    expect(lastTempoBlock({ ...base, lastMechanismStepBlock: 0, tempo: 65_535 })).toBe(0)
    expect(lastTempoBlock({ ...base, lastMechanismStepBlock: 7 })).toBe(8)
  })
})

describe('stake that counts', () => {
  it('is shared out among those above the threshold', () => {
    expect(sharesOf(prepare())).toEqual([1n << 30n, 1n << 30n, 1n << 31n])
    expect(sharesOf(prepare({ minStake: 2n }))).toEqual([0n, 0n, 1n << 32n])
  })

  it('spares the owner the threshold', () => {
    expect(sharesOf(prepare({ minStake: 2n, ownerUid: 0 }))[0]).toBe((1n << 32n) / 3n)
  })
})

describe('stake shares', () => {
  it('are what exact division gives, for fractions of rao and for sums beyond float64 too', () => {
    const rao = fc.oneof(fc.bigInt({ min: 0n, max: 1n << 50n }), fc.bigInt({ min: 0n, max: 1n << 62n }))
    const fraction = fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }))
    const stakes = fc.array(
      fc.oneof(
        rao.map((whole) => whole << 64n),
        fc.tuple(rao, fraction).map(([whole, part]) => (whole << 64n) + part),
      ),
      { minLength: 1, maxLength: 12 },
    )
    fc.assert(
      fc.property(stakes, fc.bigInt({ min: 0n, max: 1n << 54n }), (totalStake, minStake) => {
        const counted = totalStake.map((bits) => (bits >> 64n < minStake ? 0n : bits))
        const exact = I64F64.normalize(counted).map(i32f32FromI64f64)
        const input = { n: totalStake.length, totalStake, minStake, ownerUid: undefined }
        const isWrapped = exact.some((share) => share < 0n || share > 1n << 32n)
        expect(prepare(input).stake).toEqual(isWrapped ? undefined : Float64Array.from(exact, Number))
        expect(exactStakeShares({ ...base, ...input })).toEqual(exact)
      }),
    )
  })
})

describe.each([
  ['exactTopPermits', exactTopPermits],
  [
    'topPermits',
    (stake: readonly bigint[], k: number) => topPermits(createArena(0), Float64Array.from(stake, Number), k),
  ],
])('%s', (_, permitsOf) => {
  it('keeps those who come last by stake, then by uid', () => {
    const stake = fc.array(fc.bigInt({ min: 0n, max: 4n }), { maxLength: 12 })
    fc.assert(
      fc.property(stake, fc.nat({ max: 13 }), (values, k) => {
        const order = values.map((_, uid) => uid).sort((a, b) => Number((values[a] ?? 0n) - (values[b] ?? 0n)) || a - b)
        const kept = new Set(values.length < k ? order : order.slice(values.length - k))
        expect(permitsOf(values, k)).toEqual(values.map((value, uid) => value !== 0n && kept.has(uid)))
      }),
    )
  })

  it('prefers the higher uid among equals', () => {
    expect(permitsOf([1n, 1n, 1n], 2)).toEqual([false, true, true])
  })

  it('permits nobody without stake, and all others when there is room', () => {
    expect(permitsOf([0n, 5n, 1n], 4)).toEqual([false, true, true])
    expect(permitsOf([0n, 5n, 1n], 0)).toEqual([false, false, false])
    expect(permitsOf([0n, 0n, 1n], 3)).toEqual([false, false, true])
  })
})

describe('exactTopPermits', () => {
  it('puts shares that wrapped below none', () => {
    expect(exactTopPermits([-5n, 0n, 3n], 2)).toEqual([false, false, true])
    expect(exactTopPermits([-5n, 0n, 3n], 3)).toEqual([true, false, true])
  })
})

describe('findInactive', () => {
  it('counts missing updates as block 0 and keeps surplus ones', () => {
    const input = { ...base, currentBlock: 100, activityCutoff: 10, lastUpdate: [90, 89] }
    expect(findInactive(input)).toEqual([false, true, true])
    expect(findInactive({ ...input, lastUpdate: [90, 90, 90, 0] })).toEqual([false, false, false, true])
  })

  it('takes its cutoff from the tempo', () => {
    expect([360, 100, 10, 0].map((tempo) => activityCutoffBlocks(13_889, tempo))).toEqual([5000, 1388, 138, 1])
  })
})
