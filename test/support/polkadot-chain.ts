import { ApiPromise, Keyring, WsProvider } from '@polkadot/api'
import type { SubmittableExtrinsic } from '@polkadot/api/types'
import type { KeyringPair } from '@polkadot/keyring/types'
import type { ISubmittableResult } from '@polkadot/types/types'
import { type LocalChain, type LocalChainOptions, openLocalChain } from '../../chain/devnet/local-chain.ts'
import type { Sealing } from '../../chain/node/block/seal.ts'
import { systemClock } from '../../shared/clock.ts'
import { silentLogger } from '../../shared/log.ts'

/** What became of a watched extrinsic. */
export interface Watched {
  /** Types of the statuses in order: `Ready`, `InBlock`, `Finalized`. */
  readonly statuses: readonly string[]
  readonly blockHash: string
  /** `section.method` of its events, in order. */
  readonly events: readonly string[]
  /** `Pallet.Error` when the dispatch failed. */
  readonly dispatchError: string | undefined
}

/** The devnet's chain in this process with a stock polkadot.js connected to it. */
export class PolkadotChain {
  readonly api: ApiPromise
  readonly keyring = new Keyring({ type: 'sr25519', ss58Format: 42 })
  readonly local: LocalChain
  readonly #stop = new AbortController()
  readonly #running: Promise<void>

  constructor(local: LocalChain, api: ApiPromise) {
    this.local = local
    this.api = api
    this.#running = local.run(this.#stop.signal)
  }

  static async start(sealing: Sealing, options: Pick<LocalChainOptions, 'pools'> = {}): Promise<PolkadotChain> {
    const local = await openLocalChain({ ...options, port: 0, sealing, clock: systemClock, log: silentLogger })
    // @ts-expect-error under exact optional types the library's WsProvider does not fit its own interface.
    const api = await ApiPromise.create({ provider: new WsProvider(local.url), noInitWarn: true })
    return new PolkadotChain(local, api)
  }

  /** The sr25519 key of `//name`. */
  key(name: string): KeyringPair {
    return this.keyring.addFromUri(`//${name}`)
  }

  /** Sends one request as it is. */
  async request(method: string, ...params: readonly unknown[]): Promise<unknown> {
    const provider = new WsProvider(this.local.url, false)
    await provider.connect()
    try {
      await provider.isReady
      return await provider.send(method, [...params])
    } finally {
      await provider.disconnect()
    }
  }

  /** Seals `count` blocks, empty or not. */
  async seal(count = 1): Promise<void> {
    for (let i = 0; i < count; i += 1) await this.api.rpc.engine.createBlock(true, true)
  }

  /** Sends and waits for finality. */
  send(extrinsic: SubmittableExtrinsic<'promise'>, signer: KeyringPair, options = {}): Promise<Watched> {
    return new Promise((resolve, reject) => {
      const statuses: string[] = []
      let unsubscribe = () => {}
      const settle = (finish: () => void): void => {
        unsubscribe()
        finish()
      }
      extrinsic
        .signAndSend(signer, { nonce: -1, ...options }, (result) => {
          statuses.push(result.status.type)
          if (result.status.isFinalized) settle(() => resolve(this.#watched(result, statuses)))
          else if (result.isError) settle(() => reject(new Error(`status ${result.status.type}`)))
        })
        .then((stop) => {
          unsubscribe = stop
        }, reject)
    })
  }

  #watched({ status, events, dispatchError }: ISubmittableResult, statuses: readonly string[]): Watched {
    const error = dispatchError?.isModule === true ? this.api.registry.findMetaError(dispatchError.asModule) : undefined
    return {
      statuses,
      blockHash: status.asFinalized.toHex(),
      events: events.map(({ event }) => `${event.section}.${event.method}`),
      dispatchError: error === undefined ? dispatchError?.type : `${error.section}.${error.name}`,
    }
  }

  /** Sends and expects success. @throws Error naming the dispatch error. */
  async succeed(extrinsic: SubmittableExtrinsic<'promise'>, signer: KeyringPair): Promise<Watched> {
    const watched = await this.send(extrinsic, signer)
    if (watched.dispatchError !== undefined) throw new Error(`dispatch failed: ${watched.dispatchError}`)
    return watched
  }

  async close(): Promise<void> {
    await this.api.disconnect()
    this.#stop.abort()
    await this.#running
    await this.local.close()
  }
}
