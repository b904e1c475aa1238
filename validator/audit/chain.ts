import type { Logger } from '../../shared/log.ts'
import type { SubtensorClient } from '../../shared/subtensor/client.ts'
import { connectChain } from '../../shared/subtensor/connection.ts'
import { createSubtensorClient } from '../../shared/subtensor/polkadot-client.ts'
import { createPastChain, ofPast, type PastChain } from '../../shared/subtensor/weights-at.ts'

/** All that an audit asks a chain: reads alone, most of them of past blocks. */
export interface AuditChain
  extends Pick<SubtensorClient, 'metagraph' | 'hyperparameters' | 'commitments' | 'close'>,
    PastChain {}

/** Connects to a chain for auditing. @throws AppError `chain-unreachable`. */
export async function connectAuditChain(options: { readonly url: string; readonly log: Logger }): Promise<AuditChain> {
  const chain = await connectChain(options)
  const client = createSubtensorClient(chain)
  return {
    ...createPastChain(chain),
    metagraph: (netuid) => client.metagraph(netuid),
    hyperparameters: (netuid) => client.hyperparameters(netuid),
    commitments: (netuid, at) =>
      at === undefined ? client.commitments(netuid) : ofPast(at, () => client.commitments(netuid, at)),
    close: () => client.close(),
  }
}
