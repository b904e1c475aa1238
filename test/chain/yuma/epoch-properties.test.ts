import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runEpoch } from '../../../chain/yuma/epoch.ts'
import type { EpochInput } from '../../../chain/yuma/epoch-input.ts'
import { pairsFromRow, type Rows, rowFromPairs } from '../../../chain/yuma/rows.ts'
import { epochInput, row } from '../../support/yuma-arbitraries.ts'
import { plainEpoch } from '../../support/yuma-vectors.ts'

/** Nobody's permit is cut, because that prefers high uids among equals. */
const uncut = epochInput(false).map((input): EpochInput => ({ ...input, maxAllowedValidators: input.n + 1 }))
const total = (values: Iterable<number>) => Array.from(values).reduce((sum, value) => sum + value, 0)
const totalRao = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n)

/** Gives uid `u` the number `to[u]`. */
function renumber(input: EpochInput, to: readonly number[]): EpochInput {
  const from = to.map((_, uid) => to.indexOf(uid))
  const move = <T>(values: readonly T[]): T[] => from.map((uid) => values[uid]!)
  const moveRows = (rows: Rows): Rows =>
    move(rows).map((entries) =>
      rowFromPairs(
        pairsFromRow(entries)
          .map(([j, value]): [number, number] => [to[j]!, value])
          .toSorted(([a], [b]) => a - b),
      ),
    )
  return {
    ...input,
    lastUpdate: move(input.lastUpdate),
    blockAtRegistration: move(input.blockAtRegistration),
    totalStake: move(input.totalStake),
    validatorPermits: move(input.validatorPermits),
    commitBlocks: move(input.commitBlocks),
    ownerUid: input.ownerUid === undefined ? undefined : to[input.ownerUid],
    weights: moveRows(input.weights),
    bonds: moveRows(input.bonds),
  }
}

describe('an epoch', () => {
  it('does not depend on who has which uid', () => {
    const cases = uncut.chain((input) =>
      fc.tuple(
        fc.constant(input),
        fc.shuffledSubarray(
          Array.from({ length: input.n }, (_, uid) => uid),
          { minLength: input.n },
        ),
      ),
    )
    fc.assert(
      fc.property(cases, ([input, to]) => {
        const output = runEpoch(input)
        const { bonds: movedBonds, ...moved } = plainEpoch(runEpoch(renumber(input, to)))
        const { bonds, ...plain } = plainEpoch(output)
        for (const [field, values] of Object.entries(plain)) {
          const after = Object.entries(moved).find(([name]) => name === field)?.[1]
          expect(
            to.map((uid) => after?.[uid]),
            field,
          ).toEqual(values)
        }
        expect(to.map((uid) => new Map(movedBonds[uid]))).toEqual(
          bonds.map((pairs) => new Map(pairs.map(([j, value]) => [to[j]!, value]))),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('does not hear the weights of a uid without stake', () => {
    const cases = uncut.chain((input) => fc.tuple(fc.constant(input), row(input.n, false)))
    fc.assert(
      fc.property(cases, ([input, weights]) => {
        const silent = { ...input, totalStake: input.totalStake.with(0, 0n) }
        const before = runEpoch(silent)
        const after = runEpoch({ ...silent, weights: input.weights.with(0, weights) })
        expect(after.consensus).toEqual(before.consensus)
        expect(after.incentive).toEqual(before.incentive)
        expect(after.validatorTrust.subarray(1)).toEqual(before.validatorTrust.subarray(1))
      }),
      { numRuns: 300 },
    )
  })

  it('does not hear anything from a uid without a permit', () => {
    const cases = uncut.chain((input) => fc.tuple(fc.constant(input), row(input.n, false)))
    fc.assert(
      fc.property(cases, ([input, weights]) => {
        const muted = { ...input, ownerUid: undefined, validatorPermits: input.validatorPermits.with(0, false) }
        expect(plainEpoch(runEpoch({ ...muted, weights: input.weights.with(0, weights) }))).toEqual(
          plainEpoch(runEpoch(muted)),
        )
      }),
      { numRuns: 300 },
    )
  })

  it('shares out all incentive and all dividends, or none', () => {
    fc.assert(
      fc.property(epochInput(true), (input) => {
        const { incentive, dividends } = runEpoch(input)
        for (const shares of [total(incentive), total(dividends)]) {
          expect(shares).toBeLessThanOrEqual(65_535)
          if (shares !== 0) expect(shares).toBeGreaterThanOrEqual(65_535 - input.n - 1)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('never pays more than there is, and leaves little', () => {
    fc.assert(
      fc.property(epochInput(true), (input) => {
        const output = runEpoch(input)
        const paid = totalRao(output.serverEmission) + totalRao(output.validatorEmission)
        expect(paid <= input.raoEmission).toBe(true)
        expect(totalRao(output.emission) <= input.raoEmission).toBe(true)
        const earns = [...output.serverEmission, ...output.validatorEmission].some((rao) => rao > 0n)
        // Each share loses under 2^-32 of the emission and under 1 rao.
        const dust = BigInt(3 * input.n + 3) * ((input.raoEmission >> 32n) + 1n)
        if (earns) expect(input.raoEmission - paid <= dust).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('gives permits to at most k uids and the owner', () => {
    fc.assert(
      fc.property(epochInput(true), (input) => {
        const count = runEpoch(input).validatorPermit.filter(Boolean).length
        const limit = Math.min(input.n, input.maxAllowedValidators)
        expect(count).toBeLessThanOrEqual(limit + (input.ownerUid === undefined ? 0 : 1))
      }),
    )
  })
})
