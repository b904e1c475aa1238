import { runUntilSignal } from '../../shared/service.ts'
import { formatTao } from '../../shared/units.ts'
import { type LocalChainOptions, openLocalChain } from './local-chain.ts'

/** Runs the chain until SIGINT or SIGTERM and says where it listens. */
export async function runNode(options: LocalChainOptions): Promise<void> {
  const local = await openLocalChain(options)
  const { log } = options
  log.info('listening', { url: local.url, issuanceTao: formatTao(local.issuance().issuance) })
  try {
    await runUntilSignal([{ name: 'node', run: (signal) => local.run(signal) }])
  } finally {
    log.info('stopping', { block: local.head().number })
    await local.close()
  }
}
