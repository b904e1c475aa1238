import { expect, it } from 'vitest'
import { toBareHex } from '../../../shared/bytes.ts'
import { secretHash, toCommitmentBytes } from '../../../shared/round/secret-commitment.ts'
import type { BlockRef, ChainCommitment } from '../../../shared/subtensor/client.ts'
import { netUid, type Ss58 } from '../../../shared/units.ts'
import type { AuditChain } from '../../../validator/audit/chain.ts'
import { checkBeacon } from '../../../validator/audit/check-beacon.ts'
import { createFindings } from '../../../validator/audit/deviation.ts'
import type { PublishedRound } from '../../../validator/publish/shapes.ts'
import { createFakeSubtensor } from '../../support/fake-subtensor.ts'
import { hotkeyOf } from '../support/database.ts'

const BLOCK = 50
const validator = hotkeyOf(1)
const [secret, next] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
const blockOf = (number: number): BlockRef => ({ number, hash: `0x${number.toString(16).padStart(64, '0')}` })

const commitment = (block: number, of: Uint8Array, opened?: Uint8Array): ChainCommitment => {
  const parts = { period: 1, hash: secretHash(of), opened: opened && { period: 0, secret: opened } }
  return { block, fields: [{ tag: 'raw', bytes: toCommitmentBytes(parts) }] }
}

interface Case {
  /** Commitments of the validator in the order of their blocks. */
  readonly onChain: readonly ChainCommitment[]
  readonly round?: Partial<PublishedRound>
  /** First block that the node knows. */
  readonly oldest?: number
}

async function told({ onChain, round, oldest = 0 }: Case) {
  const metagraph = await createFakeSubtensor().metagraph(netUid(1))
  const chain = {
    blockAt: async (number: number) => (number < oldest ? undefined : blockOf(number)),
    metagraphAt: async () => metagraph,
    commitments: async (_: unknown, at: BlockRef) => {
      const held = onChain.findLast(({ block }) => block <= at.number)
      return new Map<Ss58, ChainCommitment>(held && [[validator, held]])
    },
  } as unknown as AuditChain
  const published = {
    ...{ validator, round: 7, block: blockOf(BLOCK), committedBlock: 10 },
    ...{ secret: toBareHex(secret), secretHash: secretHash(secret), ...round },
  } as unknown as PublishedRound
  const findings = createFindings(validator)
  const view = await checkBeacon({ chain, netuid: netUid(1), findings }, published)
  return { kinds: findings.deviations.map(({ what }) => what), found: findings.deviations[0]?.found, view }
}

it('a secret that was committed in a block before and stays closed is as it should be', async () => {
  expect(await told({ onChain: [commitment(10, secret)] })).toMatchObject({ kinds: [], view: expect.anything() })
  expect((await told({ onChain: [commitment(BLOCK - 1, secret)] })).kinds).toEqual([])
})

it('the secret of before counts in the block in which the next one comes on chain', async () => {
  expect((await told({ onChain: [commitment(10, secret), commitment(BLOCK, next)] })).kinds).toEqual([])
  expect((await told({ onChain: [commitment(10, secret), commitment(BLOCK - 1, next)] })).kinds).toEqual(['secret'])
})

it('a secret that came on chain with the beacon could have been chosen by it', async () => {
  expect((await told({ onChain: [commitment(BLOCK, secret)] })).kinds).toEqual(['secret'])
  // Nor is it taken on trust by a node that knows nothing of the block before.
  expect((await told({ onChain: [commitment(BLOCK, secret)], oldest: BLOCK })).kinds).toEqual(['secret'])
  expect((await told({ onChain: [] })).kinds).toEqual(['secret'])
})

it('a secret that is opened in the block of the beacon was known to miners', async () => {
  const onChain = [commitment(10, secret), commitment(BLOCK, next, secret)]
  expect(await told({ onChain })).toMatchObject({ kinds: ['secret'], found: 'one that was open' })
  expect((await told({ onChain: [commitment(10, secret), commitment(BLOCK + 1, next, secret)] })).kinds).toEqual([])
})

it('what is told must agree with itself: the hash with the secret, and a block before the beacon', async () => {
  const onChain = [commitment(10, secret)]
  expect((await told({ onChain, round: { secretHash: secretHash(next) } })).kinds).toEqual(['inconsistent'])
  const blocks = await Promise.all(
    [BLOCK - 1, BLOCK, BLOCK + 1].map((committedBlock) => told({ onChain, round: { committedBlock } })),
  )
  expect(blocks.map(({ kinds }) => kinds)).toEqual([[], ['inconsistent'], ['inconsistent']])
})

it('a block that is not the chain’s shows nothing', async () => {
  const block = { number: BLOCK, hash: blockOf(3).hash }
  expect(await told({ onChain: [commitment(10, secret)], round: { block } })).toMatchObject({
    kinds: ['beacon'],
    view: undefined,
  })
})
