import { expect, it } from 'vitest'
import { secretHash, toCommitmentBytes } from '../../../shared/round/secret-commitment.ts'
import type { ChainCommitment } from '../../../shared/subtensor/client.ts'
import { netUid } from '../../../shared/units.ts'
import { checkOpened } from '../../../validator/audit/check-opened.ts'
import { createFindings } from '../../../validator/audit/deviation.ts'
import type { PublishedEntry } from '../../../validator/publish/shapes.ts'
import { hotkeyOf } from '../support/database.ts'
import { blockOf, entryOf } from './support/entry.ts'

const validator = hotkeyOf(1)
const secret = new Uint8Array(32).fill(1)
const hash = secretHash(secret)

async function told(entries: readonly PublishedEntry[], opened: { period: number } | null = { period: 20 }) {
  const held = opened === null ? undefined : { ...opened, secret }
  const bytes = toCommitmentBytes({ period: 40, hash: '00'.repeat(32), opened: held })
  const commitment: ChainCommitment = { block: 41, fields: [{ tag: 'raw', bytes }] }
  const chain = {
    blockAt: async (number: number) => blockOf(number),
    commitments: async () => new Map([[validator, commitment]]),
  }
  const findings = createFindings(validator)
  const found = await checkOpened({ chain, netuid: netUid(1), validator, head: blockOf(100), findings }, entries)
  return { found, deviations: findings.deviations.map(({ what, round, size }) => [what, round, size]) }
}

it('the secret that is open on chain must be the one of the rounds of its period', async () => {
  const listed = (of: string) => [
    entryOf(1, { period: 0 }),
    entryOf(2, { period: 20, secretHash: of }),
    entryOf(3, { period: 20, secretHash: of }),
  ]
  expect(await told(listed(hash))).toEqual({ found: { period: 20, hash }, deviations: [] })
  expect(await told(listed('11'.repeat(32)))).toEqual({ found: { period: 20, hash }, deviations: [['secret', 2, 2]] })
})

it('a period may have two secrets, as after a lost database, and no rounds at all', async () => {
  const two = [entryOf(2, { period: 20, secretHash: '11'.repeat(32) }), entryOf(3, { period: 20, secretHash: hash })]
  expect((await told(two)).deviations).toEqual([])
  expect((await told([entryOf(1)])).deviations).toEqual([])
})

it('nothing is open before the first secret is', async () => {
  expect(await told([entryOf(1)], null)).toEqual({ found: undefined, deviations: [] })
})
