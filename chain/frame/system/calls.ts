import { blake2b256 } from '../../../shared/crypto/hashes.ts'
import { bytes, tuple, vec } from '../../../shared/scale/compound.ts'
import { u32 } from '../../../shared/scale/primitives.ts'
import { defineCall } from '../call.ts'
import { ensureRoot, ensureSigned } from '../origin.ts'
import { keysBelow } from '../storage.ts'
import { events } from './events.ts'

// Indices 1–3 (set_heap_pages, set_code, set_code_without_checks) and 9–11 (authorized upgrades) belong to runtimes
// that are WASM blobs in their own storage; 8 is retired.

export const remark = defineCall({
  index: 0,
  docs: 'Puts bytes on chain without any effect.',
  args: { remark: bytes() },
  refTime: 10_000_000n,
  dispatch() {},
})

export const setStorage = defineCall({
  index: 4,
  docs: 'Writes storage entries by raw key. Root only.',
  args: { items: vec(tuple(bytes(), bytes())) },
  class: 'operational',
  dispatch({ origin, state }, { items }) {
    ensureRoot(origin)
    for (const [key, value] of items) state.set(key, value)
  },
})

export const killStorage = defineCall({
  index: 5,
  docs: 'Removes storage entries by raw key. Root only.',
  args: { keys: vec(bytes()) },
  class: 'operational',
  dispatch({ origin, state }, { keys }) {
    ensureRoot(origin)
    for (const key of keys) state.delete(key)
  },
})

export const killPrefix = defineCall({
  index: 6,
  docs: 'Removes at most `subkeys` + 1 storage entries whose raw key begins with a prefix. Root only.',
  args: { prefix: bytes(), subkeys: u32 },
  class: 'operational',
  dispatch({ origin, state }, { prefix, subkeys }) {
    ensureRoot(origin)
    for (const key of [...keysBelow(state, prefix).take(subkeys + 1)]) state.delete(key)
  },
})

export const remarkWithEvent = defineCall({
  index: 7,
  docs: 'Puts bytes on chain and emits Remarked with their hash.',
  args: { remark: bytes() },
  refTime: 20_000_000n,
  dispatch({ origin, deposit }, { remark: made }) {
    deposit(events.Remarked({ sender: ensureSigned(origin), hash: blake2b256(made) }))
  },
})
