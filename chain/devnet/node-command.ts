import { runUntilSignal } from '../../shared/service.ts'
import { formatTao } from '../../shared/units.ts'
import { type LocalChainOptions, openLocalChain } from './local-chain.ts'
import { type BeaconName, openBeacon } from './open-beacon.ts'

export interface NodeCommandOptions extends Omit<LocalChainOptions, 'beacon'> {
  readonly beacon: BeaconName
}

/** Runs the chain until SIGINT or SIGTERM and says where it listens. */
export async function runNode(options: NodeCommandOptions): Promise<void> {
  const { log } = options
  const { beacon, services } = await openBeacon(options.beacon, options)
  const local = await openLocalChain({ ...options, beacon })
  log.info('listening', { url: local.url, issuanceTao: formatTao(local.issuance().issuance) })
  try {
    await runUntilSignal([{ name: 'node', run: (signal) => local.run(signal) }, ...services])
  } finally {
    log.info('stopping', { block: local.head().number })
    await local.close()
  }
}
