import type { RpcEntry, RpcMethod, RpcSubscription } from './define-method.ts'

/** What a name on the wire leads to. */
export type RpcTarget =
  | RpcMethod
  | RpcSubscription
  | { readonly tag: 'unsubscribe'; readonly subscription: RpcSubscription }

/** All names on the wire, aliases and unsubscribe methods included. */
export type MethodTable = ReadonlyMap<string, RpcTarget>

/** Every name of an entry with what it leads to. */
function targetsOf(entry: RpcEntry): readonly (readonly [string, RpcTarget])[] {
  const names = [entry.name, ...entry.aliases].map((name) => [name, entry] as const)
  if (entry.tag === 'method') return names
  const stop: RpcTarget = { tag: 'unsubscribe', subscription: entry }
  return [...names, ...[entry.unsubscribe, ...entry.unsubscribeAliases].map((name) => [name, stop] as const)]
}

/** @throws Error when two entries claim one name: a mistake in the lists, found at start. */
export function createMethodTable(entries: readonly RpcEntry[]): MethodTable {
  const table = new Map<string, RpcTarget>()
  for (const [name, target] of entries.flatMap(targetsOf)) {
    if (table.has(name)) throw new Error(`two RPC methods are named ${name}`)
    table.set(name, target)
  }
  return table
}
