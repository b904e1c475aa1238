import { expect, it } from 'vitest'
import { fromHex } from '../../../shared/bytes.ts'
import type { ChainCommitment } from '../../../shared/subtensor/client.ts'
import type { Ss58 } from '../../../shared/units.ts'
import { checkAsked } from '../../../validator/audit/check-asked.ts'
import { createFindings } from '../../../validator/audit/deviation.ts'
import type { PublishedRound } from '../../../validator/publish/shapes.ts'
import { createFakeSubtensor } from '../../support/fake-subtensor.ts'
import { hotkeyOf } from '../support/database.ts'
import { AXON } from '../support/round.ts'

const BLOCK = 50
const [validator, first, second] = [hotkeyOf(1), hotkeyOf(2), hotkeyOf(3)]
const digest = 'ab'.repeat(32)

type Asked = Partial<Omit<PublishedRound['miners'][number], 'uid'>> & { readonly hotkey: Ss58; readonly uid: number }

/** What is told of a round that asked these miners; the second one's model came on chain in a block. */
async function kindsOf(asked: readonly Asked[], modelBlock?: number) {
  const chain = createFakeSubtensor()
  for (const hotkey of [validator, first, second])
    chain.addNeuron({ hotkey, ...(hotkey !== validator && { axon: AXON }) })
  const metagraph = await chain.metagraph(chain.netuid)
  const onChain = new Map<Ss58, ChainCommitment>()
  if (modelBlock !== undefined)
    onChain.set(second, { block: modelBlock, fields: [{ tag: 'sha256', digest: fromHex(digest) }] })
  const miners = asked.map((miner) => ({ registeredModel: null, registeredBlock: null, ...miner }))
  const round = { validator, round: 7, block: { number: BLOCK, hash: '0x' }, miners } as unknown as PublishedRound
  const findings = createFindings(validator)
  checkAsked(round, { metagraph, onChain }, new Set(), findings)
  return findings.deviations.map(({ what, hotkey }) => [what, hotkey])
}
const both = [
  { hotkey: first, uid: 1 },
  { hotkey: second, uid: 2 },
]

it('nothing is told of a round that asked every miner', async () => {
  expect(await kindsOf(both)).toEqual([])
})

it('a model counts from the block after its own on', async () => {
  expect(await kindsOf(both, BLOCK)).toEqual([])
  expect(await kindsOf(both, BLOCK - 1)).toEqual([['registered-model', second]])
  const told = [both[0]!, { ...both[1]!, registeredModel: digest, registeredBlock: BLOCK - 1 }]
  expect(await kindsOf(told, BLOCK - 1)).toEqual([])
  expect(await kindsOf(told, BLOCK)).toEqual([['registered-model', second]])
})

it('whoever is left out is told, and whoever is asked under another uid', async () => {
  expect(await kindsOf([{ hotkey: first, uid: 2 }])).toEqual([
    ['not-asked', second],
    ['asked-stranger', first],
  ])
})

it('a validator that asks itself is told: it would grade its own answers', async () => {
  expect(await kindsOf([...both, { hotkey: validator, uid: 0 }])).toEqual([['asked-stranger', validator]])
})
