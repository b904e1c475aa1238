import fc from 'fast-check'
import type { EpochInput } from '../../chain/yuma/epoch-input.ts'
import { type Row, type Rows, rowFromPairs } from '../../chain/yuma/rows.ts'

const U16 = 65_535

/** U16 that is often at an edge. */
export const u16 = fc.oneof(fc.integer({ min: 0, max: U16 }), fc.constantFrom(0, 1, 32_767, 65_534, U16))

/** Row of a subnet with `n` uids; a wild one repeats, shuffles and exceeds columns. */
export function row(n: number, isWild: boolean): fc.Arbitrary<Row> {
  const column = fc.integer({ min: 0, max: isWild ? n + 2 : Math.max(0, n - 1) })
  const entry = fc.tuple(column, u16)
  if (isWild) return fc.array(entry, { maxLength: n + 4 }).map(rowFromPairs)
  return fc
    .uniqueArray(entry, { maxLength: n, selector: ([j]) => j })
    .map((pairs) => rowFromPairs(n === 0 ? [] : pairs.toSorted(([a], [b]) => a - b)))
}

const rows = (n: number, isWild: boolean): fc.Arbitrary<Rows> =>
  isWild ? fc.array(row(n, true), { maxLength: n + 2 }) : fc.array(row(n, false), { minLength: n, maxLength: n })

/** Raw I64F64 stakes: none, equal, tiny, with a fraction, up to a whole supply. */
export const stake = fc.oneof(
  fc.constantFrom(0n, 1n, 1n << 64n, 1_000_000_000n << 64n),
  fc.bigInt({ min: 0n, max: 1n << 40n }).map((rao) => rao << 64n),
  fc.bigInt({ min: 0n, max: 21_000_000_000_000_000n << 64n }),
)

/** Input of any epoch that the chain can be asked for. `isWild` adds what only broken storage holds. */
export const epochInput = (isWild: boolean, maxUids = 12): fc.Arbitrary<EpochInput> =>
  fc.integer({ min: isWild ? 0 : 1, max: maxUids }).chain((n) => {
    const exactly = <T>(value: fc.Arbitrary<T>) =>
      fc.array(value, { minLength: isWild ? 0 : n, maxLength: isWild ? n + 2 : n })
    const block = fc.integer({ min: 0, max: 1000 })
    return fc.record({
      n: fc.constant(n),
      currentBlock: fc.integer({ min: 500, max: 1000 }),
      tempo: fc.integer({ min: isWild ? 0 : 1, max: 400 }),
      activityCutoff: fc.integer({ min: 1, max: 2000 }),
      lastUpdate: exactly(block),
      blockAtRegistration: exactly(fc.integer({ min: 0, max: 400 })),
      totalStake: fc.array(stake, { minLength: n, maxLength: n }),
      minStake: fc.constantFrom(0n, 0n, 1n, 1_000_000_000n),
      ownerUid: fc.option(fc.integer({ min: 0, max: isWild ? n + 1 : Math.max(0, n - 1) }), { nil: undefined }),
      validatorPermits: exactly(fc.boolean()),
      maxAllowedValidators: fc.integer({ min: 0, max: n + 2 }),
      weights: rows(n, isWild),
      bonds: rows(n, isWild),
      commitRevealEnabled: fc.boolean(),
      commitBlocks: exactly(fc.option(block, { nil: undefined })),
      kappa: u16,
      bondsPenalty: u16,
      bondsMovingAverage: fc.bigInt({ min: 0n, max: 1_000_000n }),
      yuma3On: fc.boolean(),
      liquidAlphaOn: fc.boolean(),
      alphaLow: u16,
      alphaHigh: u16,
      alphaSigmoidSteepness: fc.oneof(fc.constant(1000), fc.integer({ min: -32_768, max: 32_767 })),
      lastMechanismStepBlock: fc.constantFrom(0, 300, 450),
      raoEmission: fc.oneof(fc.constant(1_000_000_000n), fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })),
    })
  })
