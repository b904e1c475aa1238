import type { RuntimeCall } from '../../chain/frame/call.ts'
import { assembleSigned, signingPayload } from '../../chain/frame/extrinsic.ts'
import { header } from '../../chain/frame/header.ts'
import { inherentDataType } from '../../chain/frame/inherents.ts'
import type { FrameRuntime } from '../../chain/frame/runtime.ts'
import { NO_ACCOUNT, storage as system } from '../../chain/frame/system/storage.ts'
import { applyExtrinsicResult, transactionValidity } from '../../chain/frame/validity.ts'
import { concat, utf8 } from '../../shared/bytes.ts'
import { blake2b256 } from '../../shared/crypto/hashes.ts'
import type { Keypair } from '../../shared/crypto/keypair.ts'
import { bytes, tuple, vec } from '../../shared/scale/compound.ts'
import { birthOf, type Era } from '../../shared/scale/era.ts'
import { u32, u64 } from '../../shared/scale/primitives.ts'
import { decode, encode, type Value } from '../../shared/scale/type.ts'
import { createMemoryStorage, type MemoryStorage } from './memory-storage.ts'

const NONE = new Uint8Array()

export interface SignOptions {
  readonly nonce?: number
  readonly era?: Era
  readonly tip?: bigint
  readonly metadataHash?: boolean
}

/** The smallest node there can be: one state, blocks made by calling the runtime as a node does. */
export function createFrameChain(runtime: FrameRuntime, state: MemoryStorage = createMemoryStorage()) {
  const hashes: Uint8Array[] = []
  let timestamp = 1_700_000_000_000n
  const call = (method: string, input: Uint8Array = NONE) => runtime.call(method, input, state)

  const genesis = {
    parent_hash: new Uint8Array(32),
    number: 0,
    state_root: state.root(1),
    extrinsics_root: new Uint8Array(32),
    digest: { logs: [] },
  }
  hashes.push(blake2b256(encode(header, genesis)))

  return {
    state,
    runtime,
    call,
    hashes,
    get number() {
      return hashes.length - 1
    },
    get headHash(): Uint8Array {
      return hashes.at(-1)!
    },
    /** Gives an account a balance before the first block. */
    endow(who: Uint8Array, free: bigint) {
      system.Account.put(state, [who], { ...NO_ACCOUNT, providers: 1, data: { ...NO_ACCOUNT.data, free } })
    },
    inherents(): readonly Uint8Array[] {
      timestamp += 1_000n
      const data = encode(inherentDataType, { data: [[utf8('timstap0'), encode(u64, timestamp)]] })
      return decode(vec(bytes()), call('BlockBuilder_inherent_extrinsics', data)).map((body) => encode(bytes(), body))
    },
    begin() {
      const begun = { ...genesis, parent_hash: hashes.at(-1)!, number: hashes.length, state_root: new Uint8Array(32) }
      call('Core_initialize_block', encode(header, begun))
    },
    apply: (extrinsic: Uint8Array) => decode(applyExtrinsicResult, call('BlockBuilder_apply_extrinsic', extrinsic)),
    end() {
      const raw = call('BlockBuilder_finalize_block')
      hashes.push(blake2b256(raw))
      return decode(header, raw)
    },
    /** A whole block; the results are those of the given extrinsics. */
    block(extrinsics: readonly Uint8Array[] = []) {
      this.begin()
      const body = [...this.inherents(), ...extrinsics]
      const results = body.map((extrinsic) => this.apply(extrinsic))
      const sealed = this.end()
      return { header: sealed, body, results: results.slice(body.length - extrinsics.length) }
    },
    validate(extrinsic: Uint8Array) {
      const input = concat(Uint8Array.of(2), extrinsic, hashes.at(-1)!)
      return decode(transactionValidity, call('TaggedTransactionQueue_validate_transaction', input))
    },
    events() {
      const { Events } = runtime.tables.eventStorage
      const records: Value<typeof Events.def.value> = Events.get(state)
      return records
    },
    nonce: (who: Uint8Array) => system.Account.get(state, who).nonce,
    free: (who: Uint8Array) => system.Account.get(state, who).data.free,
    sign(signer: Keypair, of: RuntimeCall, options: SignOptions = {}): Uint8Array {
      const { nonce = system.Account.get(state, signer.publicKey).nonce, tip = 0n, era = { tag: 'immortal' } } = options
      const { extrinsic, extensions, types, version } = runtime.tables
      const mode = { tag: options.metadataHash ? 'Enabled' : 'Disabled' }
      const dataOf = new Map<string, unknown>([
        ['CheckMortality', era],
        ['CheckNonce', nonce],
        ['ChargeTransactionPayment', tip],
        ['CheckMetadataHash', { mode }],
      ])
      const extra = encode(
        extrinsic.extra,
        extensions.map(({ identifier }) => dataOf.get(identifier) ?? {}),
      )
      const callBytes = encode(types.call, of)
      const implied = concat(
        encode(tuple(u32, u32), [version.spec_version, version.transaction_version]),
        hashes[0]!,
        hashes[birthOf(era, hashes.length - 1)]!,
        Uint8Array.of(0),
      )
      return assembleSigned(signer.publicKey, signer.sign(signingPayload(callBytes, extra, implied)), extra, callBytes)
    },
  }
}
