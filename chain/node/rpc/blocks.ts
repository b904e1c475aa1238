import { toHex } from '../../../shared/bytes.ts'
import { AppError } from '../../../shared/errors.ts'
import type { BlockRef, ChainReader } from '../api.ts'
import { decodeHeader, type Header } from '../block/header.ts'

/** Header as JSON-RPC shows it. */
export interface HeaderJson {
  readonly parentHash: string
  /** Hex without leading zeros. */
  readonly number: string
  readonly stateRoot: string
  readonly extrinsicsRoot: string
  readonly digest: { readonly logs: readonly string[] }
}

/** JSON form of a header. */
export const toHeaderJson = (header: Header): HeaderJson => ({
  parentHash: toHex(header.parentHash),
  number: `0x${header.number.toString(16)}`,
  stateRoot: toHex(header.stateRoot),
  extrinsicsRoot: toHex(header.extrinsicsRoot),
  digest: { logs: header.digest.map((item) => toHex(item)) },
})

/** The header of a block; `undefined` for an unknown hash. */
export function headerOf(node: ChainReader, hash: Uint8Array): Header | undefined {
  const encoded = node.header(hash)
  return encoded === undefined ? undefined : decodeHeader(encoded)
}

/** Header in JSON form; null for an unknown hash. */
export function headerJsonOf(node: ChainReader, hash: Uint8Array): HeaderJson | null {
  const header = headerOf(node, hash)
  return header === undefined ? null : toHeaderJson(header)
}

/** @throws AppError `unknown-block`. */
export function knownHeader(node: ChainReader, hash: Uint8Array): Header {
  const header = headerOf(node, hash)
  if (header === undefined) throw unknownBlock(hash)
  return header
}

/** The error for a hash that names no block. */
export const unknownBlock = (hash: Uint8Array) =>
  new AppError('unknown-block', `no block has the hash ${toHex(hash)}`, { hash: toHex(hash) })

/** The block a call is about: the one asked for, else the best one. */
export const blockOrHead = (node: ChainReader, at: Uint8Array | undefined): Uint8Array => at ?? node.head().hash

/** `first`, then everything of `rest`: a stream of blocks that starts with the present. */
export async function* startingWith(first: BlockRef, rest: AsyncIterable<BlockRef>): AsyncGenerator<BlockRef> {
  yield first
  yield* rest
}

/** What `map` makes of each item. */
export async function* mapStream<A, B>(source: AsyncIterable<A>, map: (item: A) => B): AsyncGenerator<B> {
  for await (const item of source) yield map(item)
}
