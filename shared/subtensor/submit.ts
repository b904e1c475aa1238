import type { ApiPromise } from '@polkadot/api'
import type { SubmittableExtrinsic } from '@polkadot/api/types'
import type { DispatchError, DispatchResult } from '@polkadot/types/interfaces'
import type { ISubmittableResult, Signer } from '@polkadot/types/types'
import { stringCamelCase } from '@polkadot/util'
import { concat, fromHex, toHex } from '../bytes.ts'
import { deadline } from '../clock.ts'
import { blake2b256 } from '../crypto/hashes.ts'
import type { Keypair } from '../crypto/keypair.ts'
import { AppError, messageOf } from '../errors.ts'
import type { BlockRef } from './client.ts'

/** A call by its names on chain. An argument may itself be a call (for `Sudo.sudo`). */
export interface ChainCall {
  readonly pallet: string
  readonly call: string
  readonly args: readonly unknown[]
}

export interface ChainEvent {
  readonly pallet: string
  readonly name: string
  /** JSON of the event's fields in order. */
  readonly data: readonly unknown[]
}

/** A call that went into a block and succeeded. */
export interface Inclusion {
  readonly block: BlockRef
  readonly events: readonly ChainEvent[]
}

type Extrinsic = SubmittableExtrinsic<'promise'>

const INCLUSION_TIMEOUT_MS = 90_000

/** A call on its way. */
export interface Sending {
  /** Settles when the pool has it: from then on the signer's next nonce counts it. */
  readonly accepted: Promise<void>
  /** Settles when it is in a block. */
  readonly inclusion: Promise<Inclusion>
}

/** See `ChainConnection.send`. */
export function sendCall(api: ApiPromise, call: ChainCall, signer: Keypair): Sending {
  const name = `${call.pallet}.${call.call}`
  const accepted = Promise.withResolvers<void>()
  const inclusion = Promise.resolve()
    .then(async () => {
      // The runtime API that the library asks for -1 does not know of the pool; this does.
      const nonce = await api.rpc.system.accountNextIndex(signer.ss58)
      return included(compose(api, call), { keypair: signer, nonce: nonce.toNumber() }, name, accepted.resolve)
    })
    .then((result) => toInclusion(api, result, name))
  inclusion.catch(accepted.reject)
  // Whoever awaits the inclusion hears of the failure; `accepted` need not be looked at.
  accepted.promise.catch(() => {})
  return { accepted: accepted.promise, inclusion }
}

async function toInclusion(api: ApiPromise, result: ISubmittableResult, name: string): Promise<Inclusion> {
  const failure = failureOf(api, result)
  if (failure !== undefined)
    throw new AppError('extrinsic-failed', `${name} failed: ${failure.error}: ${failure.docs}`, {
      call: name,
      ...failure,
    })
  const hash = result.status.isInBlock ? result.status.asInBlock : result.status.asFinalized
  const header = await api.rpc.chain.getHeader(hash)
  return {
    block: { number: header.number.toNumber(), hash: hash.toHex() },
    events: result.events.map(({ event }) => ({
      pallet: event.section.charAt(0).toUpperCase() + event.section.slice(1),
      name: event.method,
      data: event.data.map((field) => field.toJSON()),
    })),
  }
}

function compose(api: ApiPromise, { pallet, call, args }: ChainCall): Extrinsic {
  const make = api.tx[stringCamelCase(pallet)]?.[stringCamelCase(call)]
  if (make === undefined)
    throw new AppError('not-on-this-chain', `this chain has no call ${pallet}.${call}; is it a subtensor network?`)
  return make(...args.map((arg) => (isCall(arg) ? compose(api, arg) : arg)))
}

const isCall = (arg: unknown): arg is ChainCall =>
  typeof arg === 'object' && arg !== null && 'pallet' in arg && 'call' in arg && 'args' in arg

/** Signs, sends and waits for the block. */
function included(
  extrinsic: Extrinsic,
  { keypair, nonce }: { readonly keypair: Keypair; readonly nonce: number },
  name: string,
  accept: () => void,
): Promise<ISubmittableResult> {
  return new Promise((resolve, reject) => {
    let unsubscribe = () => {}
    const late = deadline(INCLUSION_TIMEOUT_MS)
    const settle = (finish: () => void) => {
      late.removeEventListener('abort', expire)
      unsubscribe()
      finish()
    }
    const expire = () =>
      settle(() =>
        reject(rejected(name, `not in a block within ${INCLUSION_TIMEOUT_MS / 1000} s; is the chain making blocks?`)),
      )
    late.addEventListener('abort', expire)
    extrinsic
      .signAndSend(keypair.ss58, { signer: toSigner(keypair), nonce }, (result) => {
        if (result.status.isInBlock || result.status.isFinalized) settle(() => resolve(result))
        else if (result.isError) settle(() => reject(rejected(name, `the pool answered ${result.status.type}`)))
      })
      .then(
        (stop) => {
          accept()
          unsubscribe = stop
        },
        (error) => settle(() => reject(rejected(name, messageOf(error), error))),
      )
  })
}

const rejected = (name: string, found: string, cause?: unknown) =>
  new AppError('extrinsic-rejected', `${name} was not accepted: ${found}`, { call: name }, cause)

/** Payloads longer than this are signed by their hash, as on every Substrate chain; the library leaves that to signers. */
const LONGEST_SIGNED_AS_IS = 256

/** Our key behind the interface of a browser extension; `01` marks sr25519. */
const toSigner = (keypair: Keypair): Signer => ({
  async signRaw({ data }) {
    const payload = fromHex(data)
    const signed = payload.length > LONGEST_SIGNED_AS_IS ? blake2b256(payload) : payload
    return { id: 0, signature: toHex(concat(Uint8Array.of(1), keypair.sign(signed))) }
  },
})

interface Failure {
  /** `SubtensorModule.NotEnoughBalanceToStake`, or the kind of a fault that belongs to no pallet. */
  readonly error: string
  readonly docs: string
}

/** A failed dispatch, also one inside `Sudo.sudo`, which itself succeeds. */
function failureOf(api: ApiPromise, result: ISubmittableResult): Failure | undefined {
  if (result.dispatchError !== undefined) return describe(api, result.dispatchError)
  for (const { event } of result.events) {
    if (event.section !== 'sudo' || event.method !== 'Sudid') continue
    const [outcome] = event.data as unknown as readonly [DispatchResult]
    if (outcome.isErr) return describe(api, outcome.asErr)
  }
  return undefined
}

function describe(api: ApiPromise, error: DispatchError): Failure {
  if (!error.isModule) return { error: error.type, docs: JSON.stringify(error.toJSON()) }
  const { section, name, docs } = api.registry.findMetaError(error.asModule)
  return { error: `${section.charAt(0).toUpperCase()}${section.slice(1)}.${name}`, docs: docs.join(' ').trim() }
}
