import { toHex } from '../../../shared/bytes.ts'
import { blake2b256 } from '../../../shared/crypto/hashes.ts'
import { bytes as byteVector } from '../../../shared/scale/compound.ts'
import { decode } from '../../../shared/scale/type.ts'
import type { NodeApi, StateView } from '../api.ts'
import { blockOrHead } from './blocks.ts'
import { defineMethod, defineSubscription, noParams, type RpcEntry } from './define-method.ts'
import { RPC_CODES, RpcError } from './errors.ts'
import { bytes, count, hash, keys, text } from './param-types.ts'
import { runtimeVersionAt, runtimeVersions } from './runtime-version-json.ts'
import { keysWith } from './storage-keys.ts'

/** Largest page of keys, as in Substrate. */
const MAX_PAGE = 1000
const MAX_PROOF_KEYS = 10_000

const stateAt = (node: NodeApi, at: Uint8Array | undefined): StateView => node.state(blockOrHead(node, at))
const toHexOrNull = (value: Uint8Array | undefined): string | null => (value === undefined ? null : toHex(value))

const call = defineMethod({
  name: 'state_call',
  aliases: ['state_callAt'],
  docs: 'SCALE result of a runtime API such as "Core_version" on the state after a block.',
  params: (p) => [p.need('name', text), p.need('bytes', bytes), p.may('hash', hash)],
  handle: (node, [method, input, at]) => toHex(node.query(blockOrHead(node, at), method, input)),
})

const getMetadata = defineMethod({
  name: 'state_getMetadata',
  docs: 'Metadata V14 of the runtime after a block.',
  params: (p) => [p.may('hash', hash)],
  handle: (node, [at]) =>
    toHex(decode(byteVector(), node.query(blockOrHead(node, at), 'Metadata_metadata', new Uint8Array()))),
})

const getRuntimeVersion = defineMethod({
  name: 'state_getRuntimeVersion',
  aliases: ['chain_getRuntimeVersion'],
  docs: 'Version of the runtime after a block, with ids and versions of its APIs.',
  params: (p) => [p.may('hash', hash)],
  handle: (node, [at]) => runtimeVersionAt(node, blockOrHead(node, at)),
})

const subscribeRuntimeVersion = defineSubscription({
  name: 'state_subscribeRuntimeVersion',
  aliases: ['chain_subscribeRuntimeVersion'],
  unsubscribe: 'state_unsubscribeRuntimeVersion',
  unsubscribeAliases: ['chain_unsubscribeRuntimeVersion'],
  notification: 'state_runtimeVersion',
  docs: 'Version of the runtime now and whenever its code changes.',
  params: noParams,
  open: (node, { signal }) => runtimeVersions(node, signal),
})

const getStorage = defineMethod({
  name: 'state_getStorage',
  aliases: ['state_getStorageAt'],
  docs: 'SCALE value under a key after a block; null when absent.',
  params: (p) => [p.need('key', bytes), p.may('hash', hash)],
  handle: (node, [key, at]) => toHexOrNull(stateAt(node, at).get(key)),
})

const getStorageHash = defineMethod({
  name: 'state_getStorageHash',
  aliases: ['state_getStorageHashAt'],
  docs: 'blake2-256 of the value under a key; null when absent.',
  params: (p) => [p.need('key', bytes), p.may('hash', hash)],
  handle(node, [key, at]) {
    const value = stateAt(node, at).get(key)
    return value === undefined ? null : toHex(blake2b256(value))
  },
})

const getStorageSize = defineMethod({
  name: 'state_getStorageSize',
  aliases: ['state_getStorageSizeAt'],
  docs: 'Bytes of the value under a key, or of all values under a prefix; null when there are none.',
  params: (p) => [p.need('key', bytes), p.may('hash', hash)],
  handle(node, [key, at]) {
    const state = stateAt(node, at)
    const value = state.get(key)
    if (value !== undefined) return value.length
    let total = 0
    for (const found of keysWith(state, key)) total += state.get(found)?.length ?? 0
    return total === 0 ? null : total
  },
})

const getKeys = defineMethod({
  name: 'state_getKeys',
  docs: 'All keys under a prefix.',
  params: (p) => [p.need('prefix', bytes), p.may('hash', hash)],
  handle: (node, [prefix, at]) => Array.from(keysWith(stateAt(node, at), prefix), (key) => toHex(key)),
})

const getKeysPaged = defineMethod({
  name: 'state_getKeysPaged',
  aliases: ['state_getKeysPagedAt'],
  docs: 'At most `count` (up to 1000) keys under a prefix, in order, strictly after `startKey`.',
  params: (p) => [p.may('prefix', bytes), p.need('count', count), p.may('startKey', bytes), p.may('hash', hash)],
  handle(node, [prefix = new Uint8Array(), most, start, at]) {
    if (most > MAX_PAGE)
      throw new RpcError(RPC_CODES.count, `count exceeds maximum value. value: ${most}, max: ${MAX_PAGE}`)
    const page: string[] = []
    if (most === 0) return page
    for (const key of keysWith(stateAt(node, at), prefix, start)) {
      page.push(toHex(key))
      if (page.length === most) break
    }
    return page
  },
})

const getPairs = defineMethod({
  name: 'state_getPairs',
  docs: 'All keys under a prefix with their values.',
  params: (p) => [p.need('prefix', bytes), p.may('hash', hash)],
  handle(node, [prefix, at]) {
    const state = stateAt(node, at)
    return Array.from(keysWith(state, prefix), (key) => [toHex(key), toHexOrNull(state.get(key))])
  },
})

const getReadProof = defineMethod({
  name: 'state_getReadProof',
  docs: 'Trie nodes that prove the values under keys after a block to whoever knows its state root.',
  params: (p) => [p.need('keys', keys(MAX_PROOF_KEYS)), p.may('hash', hash)],
  handle(node, [wanted, at]) {
    const block = blockOrHead(node, at)
    const proof = node.readProof(
      block,
      wanted.map(({ key }) => key),
    )
    return { at: toHex(block), proof: proof.map((one) => toHex(one)) }
  },
})

/** The runtime and single storage entries. `state-changes.ts` has the many-key calls. */
export const stateMethods: readonly RpcEntry[] = [
  call,
  getMetadata,
  getRuntimeVersion,
  subscribeRuntimeVersion,
  getStorage,
  getStorageHash,
  getStorageSize,
  getKeys,
  getKeysPaged,
  getPairs,
  getReadProof,
]
