import { type Runtime, RuntimePanic, type Storage } from '../../chain/interface.ts'
import { encodeExtrinsics } from '../../chain/node/block/extrinsics.ts'
import { decodeHeader, encodeHeader } from '../../chain/node/block/header.ts'
import { runtimeVersion } from '../../chain/node/runtime-version.ts'
import { equalBytes, utf8 } from '../../shared/bytes.ts'
import { bytes, fixedBytes, struct, tuple, variant, vec } from '../../shared/scale/compound.ts'
import { bool, u8, u32, u64 } from '../../shared/scale/primitives.ts'
import { decode, encode, type Value } from '../../shared/scale/type.ts'
import { orderedRoot } from '../../shared/trie/ordered-root.ts'

/** What an extrinsic of the fake runtime does when applied. */
const action = variant([], {
  /** Adds to the counter. */
  Add: { index: 0, fields: [u64] },
  /** Writes to the counter, then fails as a dispatch: in the block, without effect. */
  Fail: { index: 1 },
  /** Writes to the counter, opens a transaction and panics. */
  Panic: { index: 2 },
  /** Never fits into a block. */
  Exhaust: { index: 3 },
  /** Stores a value of so many bytes under the sender's key. */
  Store: { index: 4, fields: [u32] },
  /** Panics when validated. */
  PanicOnValidate: { index: 5 },
  /** From now on a sender's extrinsics are refused as unable to pay. */
  Forbid: { index: 6, fields: [u8] },
})

const transaction = struct([], {
  sender: u8,
  nonce: u32,
  priority: u64,
  longevity: u64,
  /** False: refused as `BadProof`. */
  isSigned: bool,
  action,
})

const extrinsic = variant([], {
  Timestamp: { index: 0, fields: [u64] },
  Transaction: { index: 1, fields: [transaction] },
})

export type FakeTransaction = Value<typeof transaction>

/** Bytes of an extrinsic that the fake runtime takes, with their length prefix. */
export function fakeExtrinsic(given: Partial<FakeTransaction> = {}): Uint8Array {
  const value = { sender: 1, nonce: 0, priority: 1n, longevity: 64n, isSigned: true, ...given }
  const filled: FakeTransaction = { action: { tag: 'Add', value: [1n] }, ...value }
  return encode(bytes(), encode(extrinsic, { tag: 'Transaction', value: [filled] }))
}

/** Keys of the fake runtime's state. */
export const fakeKeys = {
  code: utf8(':code'),
  counter: utf8('counter'),
  now: utf8('now'),
  header: utf8('header'),
  body: utf8('body'),
  forbidden: (sender: number): Uint8Array => utf8(`forbidden:${sender}`),
  nonce: (sender: number): Uint8Array => utf8(`nonce:${sender}`),
  stored: (sender: number): Uint8Array => utf8(`stored:${sender}`),
  block: (number: number): Uint8Array => utf8(`block:${number}`),
}

/** Tag that a nonce of a sender provides. */
const tag = (sender: number, nonce: number): Uint8Array => encode(tuple(u8, u32), [sender, nonce])

const OK = Uint8Array.of(0, 0)
/** `Module { index: 7, error: [3, 0, 0, 0] }` as the dispatch result. */
const DISPATCH_FAILED = Uint8Array.of(0, 1, 3, 7, 3, 0, 0, 0)
const invalid = (index: number): Uint8Array => Uint8Array.of(1, 0, index)
const PAYMENT = invalid(1)
const FUTURE = invalid(2)
const STALE = invalid(3)
const BAD_PROOF = invalid(4)
const EXHAUSTS = invalid(6)

export interface FakeRuntimeOptions {
  /** Default 1. */
  readonly systemVersion?: number
  /** Method names that panic. */
  readonly broken?: ReadonlySet<string>
}

/** Writes the state that the fake runtime begins with. */
export function fakeGenesis(storage: Storage): void {
  storage.set(fakeKeys.code, utf8('fake runtime'))
  storage.set(fakeKeys.counter, encode(u64, 0n))
}

/**
 * A counter behind the real entry points: senders are one byte, nonces count up, and an extrinsic adds to the counter,
 * fails or panics as it says.
 */
export function createFakeRuntime({ systemVersion = 1, broken = new Set() }: FakeRuntimeOptions = {}): Runtime {
  const methods: Record<string, (input: Uint8Array, storage: Storage) => Uint8Array> = {
    Core_version: () =>
      encode(runtimeVersion, {
        specName: 'fake',
        implName: 'fake',
        authoringVersion: 1,
        specVersion: 1,
        implVersion: 1,
        apis: [],
        transactionVersion: 1,
        systemVersion,
      }),
    Core_initialize_block(input, storage) {
      storage.set(fakeKeys.header, input)
      storage.set(fakeKeys.body, encodeExtrinsics([]))
      storage.set(fakeKeys.block(decodeHeader(input).number), decodeHeader(input).parentHash)
      return new Uint8Array(0)
    },
    BlockBuilder_inherent_extrinsics(input) {
      const data = decode(vec(tuple(fixedBytes(8), bytes())), input)
      const now = data.find(([id]) => equalBytes(id, utf8('timstap0')))?.[1] ?? panic('no timestamp')
      return encodeExtrinsics([encode(bytes(), encode(extrinsic, { tag: 'Timestamp', value: [decode(u64, now)] }))])
    },
    BlockBuilder_apply_extrinsic(input, storage) {
      const result = apply(input, storage)
      if (result[0] === 0) storage.set(fakeKeys.body, appended(read(storage, fakeKeys.body), input))
      return result
    },
    BlockBuilder_finalize_block(_, storage) {
      const begun = decodeHeader(read(storage, fakeKeys.header))
      const body = decode(rawBody, read(storage, fakeKeys.body))
      storage.delete(fakeKeys.header)
      storage.delete(fakeKeys.body)
      const extrinsicsRoot = orderedRoot(
        body.map((item) => encode(bytes(), item)),
        0,
      )
      return encodeHeader({ ...begun, extrinsicsRoot, stateRoot: storage.root(systemVersion === 0 ? 0 : 1) })
    },
    TaggedTransactionQueue_validate_transaction: (input, storage) =>
      validate(parse(input.subarray(1, input.length - 32)), storage),
    Counter_value: (_, storage) => read(storage, fakeKeys.counter),
    /** Adds 1 and returns the counter: a runtime API that writes. */
    Counter_bump(_, storage) {
      add(storage, 1n)
      return read(storage, fakeKeys.counter)
    },
  }
  return {
    call(method, input, storage) {
      if (broken.has(method)) throw new RuntimePanic(`${method} is broken`)
      const run = methods[method]
      if (run === undefined) throw new RuntimePanic(`Exported method ${method} is not found`)
      return run(input, storage)
    },
  }
}

const rawBody = vec(bytes())
const appended = (body: Uint8Array, item: Uint8Array): Uint8Array =>
  encode(rawBody, [...decode(rawBody, body), decode(bytes(), item)])

function panic(message: string): never {
  throw new RuntimePanic(message)
}

const read = (storage: Storage, key: Uint8Array): Uint8Array => storage.get(key) ?? panic('key is missing')

const add = (storage: Storage, amount: bigint): void =>
  storage.set(fakeKeys.counter, encode(u64, decode(u64, read(storage, fakeKeys.counter)) + amount))

const nonceOf = (storage: Storage, sender: number): number => {
  const nonce = storage.get(fakeKeys.nonce(sender))
  return nonce === undefined ? 0 : decode(u32, nonce)
}

function parse(encoded: Uint8Array): Value<typeof extrinsic> {
  try {
    return decode(extrinsic, decode(bytes(), encoded))
  } catch (error) {
    throw new RuntimePanic(`malformed extrinsic: ${error instanceof Error ? error.message : ''}`)
  }
}

const verdict = struct([], {
  priority: u64,
  requires: vec(bytes()),
  provides: vec(bytes()),
  longevity: u64,
  propagate: bool,
})

function validate(parsed: Value<typeof extrinsic>, storage: Storage): Uint8Array {
  if (parsed.tag === 'Timestamp') return invalid(0)
  const [{ sender, nonce, priority, longevity, isSigned, action: wanted }] = parsed.value
  if (wanted.tag === 'PanicOnValidate') panic('validation panics')
  if (!isSigned) return BAD_PROOF
  if (storage.get(fakeKeys.forbidden(sender)) !== undefined) return PAYMENT
  const expected = nonceOf(storage, sender)
  if (nonce < expected) return STALE
  const requires = nonce > expected ? [tag(sender, nonce - 1)] : []
  const valid = { priority, requires, provides: [tag(sender, nonce)], longevity, propagate: true }
  return Uint8Array.of(0, ...encode(verdict, valid))
}

function apply(input: Uint8Array, storage: Storage): Uint8Array {
  const parsed = parse(input)
  if (parsed.tag === 'Timestamp') {
    storage.set(fakeKeys.now, encode(u64, parsed.value[0]))
    return OK
  }
  const [{ sender, nonce, isSigned, action: wanted }] = parsed.value
  if (!isSigned) return BAD_PROOF
  const expected = nonceOf(storage, sender)
  if (nonce !== expected) return nonce < expected ? STALE : FUTURE
  if (wanted.tag === 'Exhaust') return EXHAUSTS
  storage.set(fakeKeys.nonce(sender), encode(u32, nonce + 1))
  storage.begin()
  add(storage, wanted.tag === 'Add' ? wanted.value[0] : 1000n)
  if (wanted.tag === 'Panic') panic('the extrinsic panics')
  if (wanted.tag === 'Fail') {
    storage.rollback()
    return DISPATCH_FAILED
  }
  if (wanted.tag === 'Store') storage.set(fakeKeys.stored(sender), new Uint8Array(wanted.value[0]).fill(sender))
  if (wanted.tag === 'Forbid') storage.set(fakeKeys.forbidden(wanted.value[0]), Uint8Array.of(1))
  storage.commit()
  return OK
}
