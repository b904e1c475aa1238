import { expect, test } from 'vitest'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import type { BlockRef } from '../../shared/subtensor/client.ts'
import { uid } from '../../shared/units.ts'
import { openLocalSubnet } from '../support/local-subnet.ts'

const TEMPO = 30
const { chain, client, netuid } = await openLocalSubnet({
  tempo: TEMPO,
  sealing: { tag: 'interval', ms: 150 },
  commitReveal: true,
  validators: [{ coldkey: '//Bob', hotkey: '//commit-reveal//hot' }],
  miners: ['//commit-reveal//miner'],
})
const hotkey = () => keypairFromUri('//commit-reveal//hot')

/** The answer of the first block for which there is one. */
async function untilBlock<T>(find: () => Promise<T | undefined>): Promise<T> {
  for await (const _ of client.heads(AbortSignal.timeout(120_000))) {
    const found = await find()
    if (found !== undefined) return found
  }
  throw new Error('the chain made no block in which it came about')
}
const weights = async (at?: BlockRef) => {
  const row = await chain.query('SubtensorModule', 'Weights', [netuid, 0], at)
  return Array.isArray(row) && row.length > 0 ? row : undefined
}

test('weights that are committed encrypted are set by the chain and pay the miner', async () => {
  await untilBlock(async () => {
    const { neurons, blocksSinceLastStep } = await client.metagraph(netuid)
    return neurons[0]?.validatorPermit === true && blocksSinceLastStep < TEMPO / 2 ? true : undefined
  })
  const row = { uids: [uid(0), uid(1)], values: [0, 65_535] }
  const { block, revealRound } = await client.commitTimelockedWeights(netuid, row, 0n, hotkey())
  expect(await weights(block)).toBeUndefined()
  expect(await chain.query('Drand', 'Pulses', [revealRound], block)).toBeNull()

  expect(await untilBlock(() => weights())).toEqual([
    [0, 0],
    [1, 65_535],
  ])
  const incentive = await untilBlock(async () => {
    const { neurons } = await client.metagraph(netuid)
    return neurons.some((neuron) => neuron.incentive > 0) ? neurons.map((neuron) => neuron.incentive) : undefined
  })
  expect(incentive).toEqual([0, 65_535])
})

test('plain weights are refused on such a subnet', async () => {
  const row = { uids: [uid(1)], values: [1] }
  await expect(client.setWeights(netuid, row, 0n, hotkey())).rejects.toMatchObject({ code: 'commit-reveal-enabled' })
})
