import { concat, startsWith, toBareHex, toHex } from '../../../shared/bytes.ts'
import { u32 } from '../../../shared/scale/primitives.ts'
import { decode, encode } from '../../../shared/scale/type.ts'
import type { NodeApi } from '../api.ts'
import { blockOrHead, knownHeader } from './blocks.ts'
import { defineMethod, noParams, type RpcEntry } from './define-method.ts'
import { account, bytes, hash } from './param-types.ts'

/** What the node calls itself and its chain. */
export interface NodeIdentity {
  /** "Bittensor", for example. */
  readonly chain: string
  readonly chainType: 'Development' | 'Local' | 'Live'
  /** Of the node's software. */
  readonly name: string
  readonly version: string
  readonly properties: {
    readonly ss58Format: number
    readonly tokenDecimals: number
    readonly tokenSymbol: string
  }
}

/** The nonce after the extrinsics that wait: counted up while a pending one provides `account ‖ nonce`. */
function nextIndex(node: NodeApi, who: Uint8Array): number {
  const pending = new Set<string>()
  for (const { provides } of node.pending())
    for (const tag of provides) if (tag.length === 36 && startsWith(tag, who)) pending.add(toBareHex(tag))
  let nonce = decode(u32, node.query(node.head().hash, 'AccountNonceApi_account_nonce', who))
  while (pending.has(toBareHex(concat(who, encode(u32, nonce))))) nonce += 1
  return nonce
}

const accountNextIndex = defineMethod({
  name: 'system_accountNextIndex',
  aliases: ['account_nextIndex'],
  docs: 'Nonce for the next extrinsic of an account, after those that wait in the pool.',
  params: (p) => [p.need('account', account)],
  handle: (node, [who]) => nextIndex(node, who),
})

const dryRun = defineMethod({
  name: 'system_dryRun',
  aliases: ['system_dryRunAt'],
  docs: 'Applies an extrinsic in a block on top of the given one and throws it away: the SCALE ApplyExtrinsicResult.',
  params: (p) => [p.need('extrinsic', bytes), p.may('at', hash)],
  handle: (node, [extrinsic, at]) => toHex(node.dryRun(blockOrHead(node, at), extrinsic)),
})

const syncState = defineMethod({
  name: 'system_syncState',
  docs: 'Where the node started, stands and is going; it makes its own blocks and is always in step.',
  params: noParams,
  handle(node) {
    const { number } = knownHeader(node, node.head().hash)
    return { startingBlock: 0, currentBlock: number, highestBlock: number }
  },
})

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
/** Identity multihash of an ed25519 key in protobuf: what makes peer ids begin with 12D3KooW. */
const PEER_ID_PREFIX = Uint8Array.of(0x00, 0x24, 0x08, 0x01, 0x12, 0x20)

/** A node without network has no network key; the genesis hash stands in its place. */
function peerIdOf(node: NodeApi): string {
  let value = BigInt(toHex(concat(PEER_ID_PREFIX, node.genesisHash)))
  let id = ''
  for (; value > 0n; value /= 58n) id = `${BASE58[Number(value % 58n)]}${id}`
  return `1${id}`
}

const localPeerId = defineMethod({
  name: 'system_localPeerId',
  docs: 'Peer id of the node in base58.',
  params: noParams,
  handle: peerIdOf,
})

const constant = <T>(name: string, docs: string, value: T) =>
  defineMethod({ name, docs, params: noParams, handle: () => value })

/** What the node says of itself. It is alone: no peers, no addresses. */
export const systemMethods = (identity: NodeIdentity): readonly RpcEntry[] => [
  constant('system_chain', 'Name of the chain.', identity.chain),
  constant('system_chainType', 'Kind of chain.', identity.chainType),
  constant('system_name', 'Name of the node software.', identity.name),
  constant('system_version', 'Version of the node software.', identity.version),
  constant('system_properties', 'Address prefix, decimals and symbol of the token.', identity.properties),
  constant('system_health', 'Peers and sync.', { peers: 0, isSyncing: false, shouldHavePeers: false }),
  constant('system_peers', 'Connected peers: none.', []),
  constant('system_nodeRoles', 'Roles of the node.', ['Authority']),
  constant('system_localListenAddresses', 'Addresses for peers: none.', []),
  localPeerId,
  accountNextIndex,
  dryRun,
  syncState,
]
