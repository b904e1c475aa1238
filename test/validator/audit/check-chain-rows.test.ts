import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import type { WeightRow } from '../../../shared/subtensor/client.ts'
import { netUid, uid } from '../../../shared/units.ts'
import { checkChainRows } from '../../../validator/audit/check-chain-rows.ts'
import { createFindings } from '../../../validator/audit/deviation.ts'
import type { PublishedRow } from '../../../validator/publish/shapes.ts'
import { hotkeyOf } from '../support/database.ts'

const rowOf = (...values: readonly number[]): WeightRow => ({ uids: values.map((_, i) => uid(i)), values })
const published = (block: number, ...values: readonly number[]): PublishedRow => ({
  block,
  setAt: 0,
  weights: values.map((value, i) => ({ hotkey: hotkeyOf(i), uid: uid(i), value })),
  basis: null,
})

interface Case {
  readonly rows: readonly PublishedRow[]
  /** Rows as they come on chain, by block. */
  readonly onChain: Readonly<Record<number, WeightRow>>
  readonly isCommitReveal?: boolean
  readonly oldest?: number
}

async function check({ rows, onChain, isCommitReveal = false, oldest = 0 }: Case) {
  const findings = createFindings(hotkeyOf(9))
  const refuse = async (): Promise<never> => {
    throw new Error('not asked for in this test')
  }
  const chain = {
    ...{ metagraph: refuse, hyperparameters: refuse, commitments: refuse, metagraphAt: refuse, close: async () => {} },
    blockAt: async (number: number) => (number > 100 ? undefined : { number, hash: '0x' }),
    weightsAt: async (_: unknown, __: unknown, { number }: { number: number }) => {
      if (number < oldest) throw new AppError('no-state', `no state of block ${number}`)
      const blocks = Object.keys(onChain).map(Number)
      return onChain[blocks.findLast((block) => block <= number) ?? -1] ?? rowOf()
    },
  }
  const head = { number: 100, hash: '0x' }
  await checkChainRows({ chain, netuid: netUid(1), uid: uid(0), head, isCommitReveal, findings }, rows)
  return {
    what: findings.deviations.map(({ what, block, uid }) => [what, block, uid]),
    notes: findings.notes,
    findings,
  }
}

describe('rows on chain', () => {
  const rows = [published(10, 0, 65_535, 30_000), published(50, 0, 65_535, 20_000)]

  it('are those that were published', async () => {
    const onChain = { 10: rowOf(0, 65_535, 30_000), 50: rowOf(0, 65_535, 20_000) }
    expect((await check({ rows, onChain })).what).toEqual([])
  })

  it('may be scaled by the chain', async () => {
    const small = [published(10, 0, 100, 50)]
    expect((await check({ rows: small, onChain: { 10: rowOf(0, 65_535, 32_768) } })).what).toEqual([])
  })

  it('may differ by the rounding of their last place, and by no more', async () => {
    const differing = (by: number) => check({ rows: rows.slice(0, 1), onChain: { 10: rowOf(0, 65_535, 30_000 + by) } })
    const told = await Promise.all([-2, -1, 1, 2].map(differing))
    expect(told.map(({ what }) => what.length > 0)).toEqual([true, false, false, true])
  })

  it('are told with the neuron that gains most when they are others', async () => {
    const onChain = { 10: rowOf(0, 65_535, 65_535), 50: rowOf(0, 65_535, 20_000) }
    const { what, findings } = await check({ rows, onChain })
    expect(what).toEqual([
      ['row-on-chain', 10, 2],
      ['row-on-chain', 49, 2],
    ])
    expect(findings.deviations[0]?.size).toBeCloseTo(0.5 - 30_000 / 95_535)
  })

  it('are told when another one replaces a published one between two of them', async () => {
    const onChain = { 10: rowOf(0, 65_535, 30_000), 30: rowOf(0, 0, 65_535), 50: rowOf(0, 65_535, 20_000) }
    expect((await check({ rows, onChain })).what).toEqual([['row-on-chain', 49, 2]])
  })

  it('are told when one was set after the last published one', async () => {
    const onChain = { 10: rowOf(0, 65_535, 30_000), 50: rowOf(0, 65_535, 20_000), 70: rowOf(0, 1, 65_535) }
    expect((await check({ rows, onChain })).what).toEqual([['row-on-chain', 100, 2]])
  })

  it('cannot be of a block that there is not yet', async () => {
    const onChain = { 10: rowOf(0, 65_535, 30_000), 50: rowOf(0, 65_535, 20_000) }
    const { what } = await check({ rows: [...rows, published(1e15, 0, 65_535, 20_000)], onChain })
    expect(what).toEqual([['row-on-chain', 1e15, null]])
  })

  it('come later with commit-reveal, and must have been published before', async () => {
    const late = { 40: rowOf(0, 65_535, 30_000), 80: rowOf(0, 65_535, 20_000) }
    expect((await check({ rows, onChain: late, isCommitReveal: true })).what).toEqual([])
    expect((await check({ rows, onChain: late })).what).not.toEqual([])
    const other = { 40: rowOf(0, 65_535, 60_000), 80: rowOf(0, 65_535, 20_000) }
    expect((await check({ rows, onChain: other, isCommitReveal: true })).what).toContainEqual(['row-on-chain', 49, 2])
  })

  it('that the node has forgotten are noted', async () => {
    const { what, notes } = await check({ rows, onChain: { 50: rowOf(0, 65_535, 20_000) }, oldest: 50 })
    expect(what).toEqual([])
    expect(notes).toHaveLength(2)
  })
})
