import { afterAll } from 'vitest'
import { createSubnet } from '../../chain/devnet/bootstrap.ts'
import { type LocalChain, openLocalChain } from '../../chain/devnet/local-chain.ts'
import type { Sealing } from '../../chain/node/block/seal.ts'
import { systemClock } from '../../shared/clock.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { silentLogger } from '../../shared/log.ts'
import type { SubtensorClient } from '../../shared/subtensor/client.ts'
import { type ChainConnection, connectChain } from '../../shared/subtensor/connection.ts'
import { createSubtensorClient } from '../../shared/subtensor/polkadot-client.ts'
import { type NetUid, RAO_PER_TAO } from '../../shared/units.ts'

export interface LocalSubnetOptions {
  readonly tempo: number
  /** Default a block for each extrinsic, so that no test waits for the clock. */
  readonly sealing?: Sealing
  /** Whether weights are committed first. Default no. */
  readonly commitReveal?: boolean
  /** URIs of the keys, and the stake: 1,000 TAO when not given. */
  readonly validators: readonly { readonly coldkey: string; readonly hotkey: string; readonly stakeRao?: bigint }[]
  /** URIs of hotkeys that `//Charlie` registers. */
  readonly miners?: readonly string[]
}

/** A devnet's chain in this process with a subnet on it, and a client of it. */
export interface LocalSubnet {
  readonly local: LocalChain
  readonly chain: ChainConnection
  readonly client: SubtensorClient
  readonly netuid: NetUid
}

/** Opens a subnet for the tests of a file; it is closed after all of them. */
export async function openLocalSubnet(options: LocalSubnetOptions): Promise<LocalSubnet> {
  const { tempo, sealing = { tag: 'instant' }, commitReveal = false, validators, miners = [] } = options
  await cryptoReady()
  const local = await openLocalChain({ port: 0, sealing, clock: systemClock, log: silentLogger })
  const stop = new AbortController()
  const running = local.run(stop.signal)
  const chain = await connectChain({ url: local.url, log: silentLogger })
  const client = createSubtensorClient(chain)
  afterAll(async () => {
    await client.close()
    stop.abort()
    await running
    await local.close()
  })
  const seats = validators.map(({ coldkey, hotkey, stakeRao = 1_000n * RAO_PER_TAO }) => ({
    coldkey: keypairFromUri(coldkey),
    hotkey: keypairFromUri(hotkey),
    stakeRao,
  }))
  const netuid = await createSubnet(chain, client, keypairFromUri('//Alice'), { tempo, commitReveal }, seats)
  for (const miner of miners) await client.register(netuid, keypairFromUri(miner).ss58, keypairFromUri('//Charlie'))
  return { local, chain, client, netuid }
}
