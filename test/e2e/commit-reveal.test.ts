import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSubnet } from '../../chain/devnet/bootstrap.ts'
import { type LocalChain, openLocalChain } from '../../chain/devnet/local-chain.ts'
import { systemClock } from '../../shared/clock.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { silentLogger } from '../../shared/log.ts'
import type { SubtensorClient } from '../../shared/subtensor/client.ts'
import { type ChainConnection, connectChain } from '../../shared/subtensor/connection.ts'
import { createSubtensorClient } from '../../shared/subtensor/polkadot-client.ts'
import { type NetUid, RAO_PER_TAO, uid } from '../../shared/units.ts'

const TEMPO = 30
const stop = new AbortController()
let local: LocalChain
let running: Promise<void>
let chain: ChainConnection
let client: SubtensorClient
let netuid: NetUid
const hotkey = () => keypairFromUri('//commit-reveal//hot')
const miner = () => keypairFromUri('//commit-reveal//miner')

beforeAll(async () => {
  await cryptoReady()
  local = await openLocalChain({
    port: 0,
    sealing: { tag: 'interval', ms: 150 },
    clock: systemClock,
    log: silentLogger,
  })
  running = local.run(stop.signal)
  chain = await connectChain({ url: local.url, log: silentLogger })
  client = createSubtensorClient(chain)
  const seat = { coldkey: keypairFromUri('//Bob'), hotkey: hotkey(), stakeRao: 1_000n * RAO_PER_TAO }
  netuid = await createSubnet(chain, client, keypairFromUri('//Alice'), { tempo: TEMPO, commitReveal: true }, [seat])
  await client.register(netuid, miner().ss58, keypairFromUri('//Charlie'))
}, 60_000)
afterAll(async () => {
  await client.close()
  stop.abort()
  await running
  await local.close()
})

/** The answer of the first block for which there is one. */
async function untilBlock<T>(find: () => Promise<T | undefined>): Promise<T> {
  for await (const _ of client.heads(AbortSignal.timeout(60_000))) {
    const found = await find()
    if (found !== undefined) return found
  }
  throw new Error('the chain made no block in which it came about')
}
const weights = async () => {
  const row = await chain.query('SubtensorModule', 'Weights', [netuid, 0])
  return Array.isArray(row) && row.length > 0 ? row : undefined
}

test('weights that are committed encrypted are set by the chain and pay the miner', { timeout: 90_000 }, async () => {
  await untilBlock(async () => {
    const { neurons, blocksSinceLastStep } = await client.metagraph(netuid)
    return neurons[0]?.validatorPermit === true && blocksSinceLastStep < TEMPO / 2 ? true : undefined
  })
  const row = { uids: [uid(0), uid(1)], values: [0, 65_535] }
  const { block, revealRound } = await client.commitTimelockedWeights(netuid, row, 0n, hotkey())
  expect(await weights()).toBeUndefined()
  expect(await chain.query('Drand', 'Pulses', [revealRound], block)).toBeNull()

  expect(await untilBlock(weights)).toEqual([
    [0, 0],
    [1, 65_535],
  ])
  const incentive = await untilBlock(async () => {
    const { neurons } = await client.metagraph(netuid)
    return neurons.some((neuron) => neuron.incentive > 0) ? neurons.map((neuron) => neuron.incentive) : undefined
  })
  expect(incentive).toEqual([0, 65_535])
})

test('plain weights are refused on such a subnet', { timeout: 30_000 }, async () => {
  const row = { uids: [uid(1)], values: [1] }
  await expect(client.setWeights(netuid, row, 0n, hotkey())).rejects.toMatchObject({ code: 'commit-reveal-enabled' })
})
