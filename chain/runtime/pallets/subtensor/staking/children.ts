import { compareBytes, equalBytes, toBareHex } from '../../../../../shared/bytes.ts'
import type { BlockContext } from '../../../../frame/call.ts'
import { derive } from '../../../../frame/derive.ts'
import { ensure, ModuleError } from '../../../../frame/error.ts'
import type { Storage } from '../../../../interface.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { storage } from '../storage.ts'

/** Share of a parent's stake (of 2^64-1) and the hotkey it goes to. */
export type Child = readonly [proportion: bigint, hotkey: Uint8Array]

const MAX_CHILDREN = 5
const U64_MAX = (1n << 64n) - 1n

/** @throws ModuleError when the children are not valid for a hotkey with the parents it has. */
export function ensureValidChildren(state: Storage, hotkey: Uint8Array, netuid: number, children: readonly Child[]) {
  ensure(new Set(children.map(([, child]) => toBareHex(child))).size === children.length, errors.DuplicateChild)
  ensure(!children.some(([, child]) => equalBytes(child, hotkey)), errors.InvalidChild)
  ensure(children.length <= MAX_CHILDREN, errors.TooManyChildren, () => `${children.length}, at most ${MAX_CHILDREN}`)
  const sum = children.reduce((total, [proportion]) => total + proportion, 0n)
  ensure(sum <= U64_MAX, errors.ProportionOverflow, () => `${sum}`)
  ensureNoParent(state, hotkey, netuid, children)
}

function ensureNoParent(state: Storage, hotkey: Uint8Array, netuid: number, children: readonly Child[]): void {
  const parents = storage.ParentKeys.get(state, hotkey, netuid)
  const isParent = (key: Uint8Array) => parents.some(([, parent]) => equalBytes(parent, key))
  ensure(!children.some(([, child]) => isParent(child)), errors.ChildParentInconsistency)
}

/**
 * Lets children take effect: at once on a subnet that has not started, else after the cooldown.
 * Emits SetChildren or SetChildrenScheduled.
 */
export function scheduleChildren(
  context: BlockContext,
  hotkey: Uint8Array,
  netuid: number,
  children: readonly Child[],
): void {
  const { state, block, deposit } = context
  if (!storage.SubtokenEnabled.get(state, netuid)) {
    applyChildren(context, hotkey, netuid, children)
    return
  }
  const from = BigInt(block) + storage.PendingChildKeyCooldown.get(state)
  storage.PendingChildKeys.put(state, [netuid, hotkey], [children, from])
  deposit(events.SetChildrenScheduled([hotkey, netuid, from, children]))
}

/** Whether children wait to take effect on a subnet. */
export const hasPendingChildren = derive(
  [storage.PendingChildKeys],
  (state, netuid) => storage.PendingChildKeys.entries(state, netuid).next().done !== true,
)

/** Applies what was chosen on a subnet and has waited long enough. Emits SetChildren. */
export function applyPendingChildren(context: BlockContext, netuid: number): void {
  const { state, block } = context
  const isStarted = storage.SubtokenEnabled.get(state, netuid)
  for (const [[, hotkey], [children, from]] of [...storage.PendingChildKeys.entries(state, netuid)]) {
    if (isStarted && from >= BigInt(block)) continue
    storage.PendingChildKeys.remove(state, netuid, hotkey)
    applyChildren(context, hotkey, netuid, children)
  }
}

/** Replaces the children of a hotkey and keeps the lists of parents in step; drops a choice that a parent now excludes. */
function applyChildren({ state, deposit }: BlockContext, hotkey: Uint8Array, netuid: number, chosen: readonly Child[]) {
  try {
    ensureNoParent(state, hotkey, netuid, chosen)
  } catch (error) {
    if (error instanceof ModuleError) return
    throw error
  }
  const children = [...chosen].sort(([, a], [, b]) => compareBytes(a, b))
  const before = storage.ChildKeys.get(state, hotkey, netuid)
  putList(state, storage.ChildKeys, hotkey, netuid, children)
  for (const [, child] of before)
    if (!children.some(([, kept]) => equalBytes(kept, child)))
      putList(state, storage.ParentKeys, child, netuid, parentsWithout(state, child, netuid, hotkey))
  for (const [proportion, child] of children) {
    const parents = storage.ParentKeys.get(state, child, netuid)
    const isKnown = parents.some(([, parent]) => equalBytes(parent, hotkey))
    const updated = parents.map((entry): Child => (equalBytes(entry[1], hotkey) ? [proportion, hotkey] : entry))
    putList(state, storage.ParentKeys, child, netuid, isKnown ? updated : [...parents, [proportion, hotkey]])
  }
  deposit(events.SetChildren([hotkey, netuid, chosen]))
}

const parentsWithout = (state: Storage, child: Uint8Array, netuid: number, parent: Uint8Array) =>
  storage.ParentKeys.get(state, child, netuid).filter(([, key]) => !equalBytes(key, parent))

/** Empty lists leave no entry, so that a chain without families has none. */
function putList(
  state: Storage,
  item: typeof storage.ChildKeys | typeof storage.ParentKeys,
  hotkey: Uint8Array,
  netuid: number,
  list: readonly Child[],
): void {
  if (list.length === 0) item.remove(state, hotkey, netuid)
  else item.put(state, [hotkey, netuid], list)
}

/** Smallest take that a child hotkey may have on a subnet, of 65535. */
export const leastChildTake = (state: Storage, netuid: number): number =>
  Math.max(storage.MinChildkeyTake.get(state), storage.MinChildkeyTakePerSubnet.get(state, netuid))

/** Take of a child hotkey on a subnet, of 65535. */
export const childTakeOf = (state: Storage, hotkey: Uint8Array, netuid: number): number =>
  Math.max(storage.ChildkeyTake.get(state, hotkey, netuid), leastChildTake(state, netuid))
