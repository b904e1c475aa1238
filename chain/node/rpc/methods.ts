import { authorMethods } from './author.ts'
import { chainMethods } from './chain.ts'
import type { RpcEntry } from './define-method.ts'
import { engineMethods } from './engine.ts'
import { paymentMethods } from './payment.ts'
import { rpcMethods } from './rpc.ts'
import { stateMethods } from './state.ts'
import { stateChangeMethods } from './state-changes.ts'
import { type NodeIdentity, systemMethods } from './system.ts'

/** Everything that clients can call. */
export interface RpcApi {
  readonly entries: readonly RpcEntry[]
  /** Methods that share state among themselves within one WebSocket; made anew for each. */
  connectionEntries(): readonly RpcEntry[]
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
  ]
  const connectionEntries = (): readonly RpcEntry[] => []
  return { entries: [...entries, rpcMethods([...entries, ...connectionEntries()])], connectionEntries }
}
