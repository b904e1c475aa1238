import { archiveMethods } from './archive.ts'
import { authorMethods } from './author.ts'
import { chainMethods } from './chain.ts'
import { createChainHead } from './chain-head.ts'
import { chainSpecMethods } from './chain-spec.ts'
import type { RpcEntry } from './define-method.ts'
import { devMethods } from './dev.ts'
import { engineMethods } from './engine.ts'
import { paymentMethods } from './payment.ts'
import { rpcMethods } from './rpc.ts'
import { stateMethods } from './state.ts'
import { stateChangeMethods } from './state-changes.ts'
import { type NodeIdentity, systemMethods } from './system.ts'
import { createTransactionMethods } from './transaction.ts'

/** Everything that clients can call. */
export interface RpcApi {
  readonly entries: readonly RpcEntry[]
  /** Methods that share state among themselves within one WebSocket; made anew for each. The signal aborts with it. */
  connectionEntries(signal: AbortSignal): readonly RpcEntry[]
}

/** All methods of a node with this identity. */
export function createRpcApi(identity: NodeIdentity): RpcApi {
  const entries = [
    ...systemMethods(identity),
    ...chainMethods,
    ...stateMethods,
    ...stateChangeMethods,
    ...authorMethods,
    ...paymentMethods,
    ...engineMethods,
    ...chainSpecMethods(identity),
    ...archiveMethods,
    ...devMethods,
  ]
  const connectionEntries = (signal: AbortSignal): readonly RpcEntry[] => [
    ...createChainHead(),
    ...createTransactionMethods(signal),
  ]
  const examples = connectionEntries(AbortSignal.abort())
  return { entries: [...entries, rpcMethods([...entries, ...examples])], connectionEntries }
}
