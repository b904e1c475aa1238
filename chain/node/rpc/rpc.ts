import { defineMethod, noParams, type RpcEntry } from './define-method.ts'
import { createMethodTable } from './method-table.ts'

/** `rpc_methods` itself, derived from all the others. */
export function rpcMethods(entries: readonly RpcEntry[]): RpcEntry {
  const names = [...createMethodTable(entries).keys(), 'rpc_methods'].sort()
  return defineMethod({
    name: 'rpc_methods',
    docs: 'Names of all methods, aliases included.',
    params: noParams,
    handle: () => ({ methods: names }),
  })
}
