import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createArena } from '../../../../chain/yuma/arena.ts'
import { filterRows } from '../../../../chain/yuma/csr.ts'
import { exactEma, exactOriginalBonds, exactScalarAlpha, exactYuma3Bonds } from '../../../../chain/yuma/exact/bonds.ts'
import { originalBonds, yuma3Bonds } from '../../../../chain/yuma/float64/bonds.ts'
import { emaOf } from '../../../../chain/yuma/float64/ema.ts'
import { prepareEpoch } from '../../../../chain/yuma/prepare.ts'
import { epochInput, row } from '../../../support/yuma-arbitraries.ts'
import { bigOf, exactOf, share, shareRows, toExact, toMatrix } from '../../../support/yuma-matrices.ts'

const N = 8
const shares = fc.array(share, { minLength: N, maxLength: N })
const input = epochInput(false, 1)
const steps = fc.record({
  input,
  rows: shareRows(N),
  stored: fc.array(row(N, true), { minLength: N, maxLength: N }),
  consensus: shares,
  // As incentive and active stake add up to at most 1, each gets an eighth.
  activeStake: shares.map((values) => values.map((value) => Math.floor(value / N))),
  incentive: shares.map((values) => values.map((value) => Math.floor(value / N))),
})
type Steps = typeof steps extends fc.Arbitrary<infer T> ? T : never

function bothSteps({ input: rules, rows, stored, consensus, activeStake, incentive }: Steps) {
  const arena = createArena(0)
  const bonds = filterRows(arena, stored, {
    n: N,
    blockAtRegistration: [],
    registeredBefore: new Float64Array(N).fill(1),
    columnLimit: Number.POSITIVE_INFINITY,
    keepsSelf: () => true,
  })
  const sized = { ...rules, n: N }
  const prepared = { ...prepareEpoch(arena, rules), bonds }
  return {
    fast: {
      arena,
      input: sized,
      bonds,
      weightsForBonds: toMatrix(arena, rows),
      consensus: Float64Array.from(consensus),
      activeStake: Float64Array.from(activeStake),
      incentive: Float64Array.from(incentive),
    },
    exact: {
      input: sized,
      prepared,
      weightsForBonds: toExact(rows),
      consensus: consensus.map(BigInt),
      activeStake: activeStake.map(BigInt),
      incentive: incentive.map(BigInt),
    },
  }
}

describe('bonds on float64 are what exact bonds are', () => {
  it.each([
    ['Yuma 3', yuma3Bonds, exactYuma3Bonds],
    ['original Yuma', originalBonds, exactOriginalBonds],
  ])('in %s', (_, run, runExact) => {
    fc.assert(
      fc.property(steps, (step) => {
        const { fast, exact } = bothSteps(step)
        const wanted = runExact(exact)
        const found = run(fast)
        expect(exactOf(found.bonds)).toEqual(wanted.bonds)
        expect(bigOf(found.dividends)).toEqual(wanted.dividends)
      }),
      { numRuns: 300 },
    )
  })

  const rising = (rows: readonly (readonly [number, number][])[]) =>
    rows.map((entries) => [...new Map(entries)].toSorted(([a], [b]) => a - b))
  const same = (rows: readonly (readonly [number, number][])[]) =>
    rows.map((entries) => entries.map(([j, value]): [number, number] => [j, Math.floor(value / 3)]))
  const anyRows = fc.tuple(shareRows(N), shareRows(N, 2))
  it.each([
    ['in any order', anyRows],
    ['in rising order', anyRows.map(([fresh, old]) => [rising(fresh), rising(old)] as const)],
    ['of the same uids', anyRows.map(([fresh]) => [rising(fresh), same(rising(fresh))] as const)],
    [
      'of the same uids, some of which do not exist',
      anyRows.map(([, old]) => [same(rising(old)), rising(old)] as const),
    ],
  ])('when old and new are mixed, %s', (_, rows) => {
    fc.assert(
      fc.property(rows, fc.bigInt({ min: 0n, max: 1_000_000n }), ([fresh, old], millionths) => {
        const alpha = exactScalarAlpha(millionths)
        const arena = createArena(0)
        const mixed = emaOf(arena, toMatrix(arena, fresh), toMatrix(arena, old), 2 ** 32 - Number(alpha))
        expect(exactOf(mixed)).toEqual(exactEma(toExact(fresh), toExact(old), alpha))
      }),
    )
  })

  it('with the moving average of the chain', () => {
    expect(exactScalarAlpha(900_000n)).toBe(429_496_730n)
    expect(exactScalarAlpha(1_000_000n)).toBe(0n)
  })
})
