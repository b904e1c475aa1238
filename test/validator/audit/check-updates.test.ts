import { expect, it } from 'vitest'
import { netUid, type Ss58 } from '../../../shared/units.ts'
import type { AuditChain } from '../../../validator/audit/chain.ts'
import { checkUpdates } from '../../../validator/audit/check-updates.ts'
import { createFindings } from '../../../validator/audit/deviation.ts'
import type { PublishedRow } from '../../../validator/publish/shapes.ts'
import { hotkeyOf } from '../support/database.ts'
import { blockOf, entryOf } from './support/entry.ts'

const validator: Ss58 = hotkeyOf(1)

/** What is told of a validator that registered in a block, set rows in some and published those of others. */
async function told({ registered, set, published }: Record<'set' | 'published', number[]> & { registered: number }) {
  const chain = {
    blockAt: async (number: number) => blockOf(number),
    metagraphAt: async (_: unknown, { number }: { number: number }) => {
      const lastUpdate = [registered, ...set].findLast((block) => block <= number) ?? 0
      const self = { hotkey: validator, lastUpdate, blockAtRegistration: registered }
      return { neurons: number < registered ? [] : [self] }
    },
  } as unknown as Pick<AuditChain, 'blockAt' | 'metagraphAt'>
  const rows = published.map((block) => ({ block, setAt: 0, weights: [], basis: null })) as readonly PublishedRow[]
  const findings = createFindings(validator)
  const entries = [entryOf(1, { block: blockOf(5) })]
  await checkUpdates({ chain, netuid: netUid(1), validator, head: blockOf(100), entries, findings }, rows)
  return findings.deviations.map(({ what, block, size }) => [what, block, size])
}

it('every row that was set is published', async () => {
  expect(await told({ registered: 2, set: [20, 40, 60], published: [20, 40, 60] })).toEqual([])
})

it('rows that were set between others, before the first and after the last are missed, and counted', async () => {
  expect(await told({ registered: 2, set: [20, 30, 35, 40], published: [20, 40] })).toEqual([
    ['unpublished-row', 35, 2],
  ])
  expect(await told({ registered: 2, set: [20, 40], published: [40] })).toEqual([['unpublished-row', 20, 1]])
  expect(await told({ registered: 2, set: [20, 40], published: [20] })).toEqual([['unpublished-row', 40, 1]])
})

it('registering counts as an update on chain, and sets no row', async () => {
  expect(await told({ registered: 15, set: [], published: [] })).toEqual([])
  expect(await told({ registered: 15, set: [20], published: [20] })).toEqual([])
})

it('a row of the last blocks may not be stored yet', async () => {
  expect(await told({ registered: 2, set: [20, 91], published: [20] })).toEqual([])
  expect(await told({ registered: 2, set: [20, 90], published: [20] })).toEqual([['unpublished-row', 90, 1]])
})
