import { ApiPromise } from '@polkadot/api'
import { stringCamelCase } from '@polkadot/util'
import { deadline } from '../clock.ts'
import type { Keypair } from '../crypto/keypair.ts'
import { cryptoReady } from '../crypto/ready.ts'
import { AppError, messageOf } from '../errors.ts'
import type { Logger } from '../log.ts'
import type { BlockRef } from './client.ts'
import { latestOf } from './latest.ts'
import { hushLibrary } from './library-console.ts'
import { ReconnectingProvider } from './provider.ts'
import { type ChainCall, type Inclusion, type Sending, sendCall } from './submit.ts'

/** A connection to any Substrate chain, in JSON terms: numbers above 2^53 come as 0x hex or decimal strings. */
export interface ChainConnection {
  readonly url: string
  /** Names of the pallets in the chain's metadata. */
  readonly pallets: readonly string[]
  head(): Promise<BlockRef>
  /** Hash of a block of the best chain, 0x hex; `undefined` above its head. @throws AppError `chain-unreachable`. */
  blockHash(number: number): Promise<string | undefined>
  /** Every new best block; a slow consumer gets the newest. Survives reconnections. */
  heads(signal: AbortSignal): AsyncIterable<BlockRef>
  /** One storage value; `null` when absent. @throws AppError `chain-unreachable` or `not-on-this-chain`. */
  query(pallet: string, item: string, keys: readonly unknown[], at?: BlockRef): Promise<unknown>
  /** Keys of a storage map, each as a list. @throws as `query`. */
  keys(pallet: string, item: string): Promise<readonly unknown[]>
  /**
   * Keys and values of a storage map that begin with the given keys, all as of one block; in no particular order.
   * @throws as `query`.
   */
  entries(
    pallet: string,
    item: string,
    keys: readonly unknown[],
    at: BlockRef,
  ): Promise<readonly (readonly [keys: readonly unknown[], value: unknown])[]>
  /** Result of a runtime API. @throws as `query`. */
  runtimeApi(api: string, method: string, args: readonly unknown[], at?: BlockRef): Promise<unknown>
  /**
   * Signs, sends and waits until the call is in a block.
   * @throws AppError `extrinsic-failed`, `extrinsic-rejected` or `chain-unreachable`.
   */
  submit(call: ChainCall, signer: Keypair): Promise<Inclusion>
  /** Like `submit` for several calls of one key in a row; fails as `submit` does. */
  send(call: ChainCall, signer: Keypair): Sending
  close(): Promise<void>
}

export interface ConnectOptions {
  readonly url: string
  readonly log: Logger
  /** How long to wait for the first answer. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/**
 * Connects with an unmodified @polkadot/api.
 * @throws AppError `chain-unreachable` when nothing answers in time.
 */
export async function connectChain({ url, log, timeoutMs = 10_000, signal }: ConnectOptions): Promise<ChainConnection> {
  hushLibrary(log)
  await cryptoReady()
  const provider = new ReconnectingProvider(url)
  const waited = deadline(timeoutMs, signal)
  const abandoned = new Promise<never>((_, reject) => {
    const fail = () => reject(unreachable(url, `no answer within ${timeoutMs / 1000} s`))
    if (waited.aborted) fail()
    else waited.addEventListener('abort', fail, { once: true })
  })
  const api = new ApiPromise({ provider, noInitWarn: true, throwOnConnect: false })
  try {
    await Promise.race([api.isReadyOrError, abandoned])
  } catch (error) {
    await api.disconnect().catch(() => {})
    throw error instanceof AppError ? error : unreachable(url, messageOf(error))
  }
  return wrap(api, url)
}

const unreachable = (url: string, found: string) =>
  new AppError(
    'chain-unreachable',
    // A WebSocket does not say why it cannot connect.
    `no chain answers at ${url}: ${found === '' ? 'the connection failed' : found}; start one with "npm run devnet -- node" or give another --chain URL`,
    { url },
  )

const toRef = (header: { number: { toNumber(): number }; hash: { toHex(): string } }): BlockRef => ({
  number: header.number.toNumber(),
  hash: header.hash.toHex(),
})

function wrap(api: ApiPromise, url: string): ChainConnection {
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (error instanceof AppError) throw error
      if (!api.isConnected || /not connected|disconnected|No response received/i.test(messageOf(error)))
        throw unreachable(url, messageOf(error))
      throw error
    }
  }
  const at = async (block: BlockRef | undefined) => (block === undefined ? api : await api.at(block.hash))
  const item = async (pallet: string, name: string, block?: BlockRef) =>
    (await at(block)).query[stringCamelCase(pallet)]?.[stringCamelCase(name)] ?? missing('storage', pallet, name)

  return {
    url,
    pallets: api.runtimeMetadata.asLatest.pallets.map((pallet) => pallet.name.toString()),
    head: () => guarded(async () => toRef(await api.rpc.chain.getHeader())),
    blockHash: (number) =>
      guarded(async () => {
        const hash = await api.rpc.chain.getBlockHash(number)
        return hash.isEmpty ? undefined : hash.toHex()
      }),
    heads: (signal) => latestOf(signal, (push) => api.rpc.chain.subscribeNewHeads((header) => push(toRef(header)))),
    query: (pallet, name, keys, block) =>
      guarded(async () => (await (await item(pallet, name, block))(...keys)).toJSON()),
    keys: (pallet, name) =>
      guarded(async () => (await (await item(pallet, name)).keys()).map((key) => key.args.map((arg) => arg.toJSON()))),
    entries: (pallet, name, keys, block) =>
      guarded(async () =>
        (await (await item(pallet, name, block)).entries(...keys)).map(
          ([key, value]) => [key.args.map((arg) => arg.toJSON()), value.toJSON()] as const,
        ),
      ),
    runtimeApi: (trait, method, args, block) =>
      guarded(async () => {
        const call = (await at(block)).call[stringCamelCase(trait)]?.[stringCamelCase(method)]
        return (await (call ?? missing('runtime API', trait, method))(...args)).toJSON()
      }),
    submit: (call, signer) => guarded(() => sendCall(api, call, signer).inclusion),
    send: (call, signer) => sendCall(api, call, signer),
    close: () => api.disconnect(),
  }
}

function missing(kind: string, pallet: string, name: string): never {
  throw new AppError('not-on-this-chain', `this chain has no ${kind} ${pallet}.${name}; is it a subtensor network?`)
}
