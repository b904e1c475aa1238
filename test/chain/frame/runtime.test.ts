import { beforeAll, describe, expect, test } from 'vitest'
import { defineCall } from '../../../chain/frame/call.ts'
import { defineErrors } from '../../../chain/frame/error.ts'
import { defineEvents, event } from '../../../chain/frame/event.ts'
import { definePallet, type Pallet } from '../../../chain/frame/pallet.ts'
import { defineRuntime } from '../../../chain/frame/runtime.ts'
import { runtimeVersion } from '../../../chain/frame/version.ts'
import { version } from '../../../chain/runtime/version.ts'
import { concat, toHex } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { bytes, option, vec } from '../../../shared/scale/compound.ts'
import { u16, u32, u64 } from '../../../shared/scale/primitives.ts'
import { decode, encode } from '../../../shared/scale/type.ts'
import { alice, count, createFixture } from '../../support/frame-fixture.ts'
import { createMemoryStorage } from '../../support/memory-storage.ts'

beforeAll(cryptoReady)

const panic = expect.objectContaining({ name: 'RuntimePanic' })

describe('runtime entry points', () => {
  test('an unknown method is named in the words clients look for', () => {
    expect(() => createFixture().call('Metadata_metadata_at_versions')).toThrow(
      'Exported method Metadata_metadata_at_versions is not found',
    )
    expect(() => createFixture().call('toString')).toThrowError(panic)
  })

  test('the version lists the APIs by the ids of their names', () => {
    const stated = decode(runtimeVersion, createFixture().call('Core_version'))
    expect(stated).toMatchObject({ ...version })
    expect(stated.apis.map(([id, n]) => [toHex(id), n])).toEqual([
      ['0xdf6acb689907609b', 5],
      ['0x37e397fc7c91f5e4', 2],
      ['0x40fe3ad401f8959a', 6],
      ['0xd2bc9897eed08f15', 3],
      ['0xbc9d89904f5b923f', 1],
      ['0x37c8bb1350a9a2a8', 4],
      [expect.any(String), 3],
    ])
  })

  test('metadata is offered in versions 14 and 15 and in no other', () => {
    const chain = createFixture()
    expect(decode(vec(u32), chain.call('Metadata_metadata_versions'))).toEqual([14, 15])
    const at = (n: number) => decode(option(bytes()), chain.call('Metadata_metadata_at_version', encode(u32, n)))
    expect(at(14)).toEqual(decode(bytes(), chain.call('Metadata_metadata')))
    expect(at(15)?.[4]).toBe(15)
    expect(at(16)).toBeUndefined()
    expect(at(0xffff_ffff)).toBeUndefined()
  })

  test('an API runs on the state of its block', () => {
    const chain = createFixture()
    chain.block([chain.sign(alice, count(9n, 5))])
    const input = concat(encode(u16, 5), alice.publicKey)
    expect(decode(vec(u64), chain.call('CounterRuntimeApi_get_count', input))).toEqual([9n, 2n])
    expect(decode(u32, chain.call('AccountNonceApi_account_nonce', alice.publicKey))).toBe(1)
  })

  test('input that is too short, too long or not what it should be panics and says so', () => {
    const { call } = createFixture()
    expect(() => call('AccountNonceApi_account_nonce', new Uint8Array(31))).toThrowError(panic)
    expect(() => call('AccountNonceApi_account_nonce', new Uint8Array(33))).toThrowError(panic)
    expect(() => call('Core_version', Uint8Array.of(0))).toThrowError(panic)
    expect(() => call('BlockBuilder_apply_extrinsic', Uint8Array.of(4, 0x84))).toThrowError(panic)
    expect(() => call('BlockBuilder_apply_extrinsic', new Uint8Array())).toThrowError(panic)
    expect(() => call('TaggedTransactionQueue_validate_transaction', Uint8Array.of(3))).toThrowError(panic)
    expect(() => call('BlockBuilder_inherent_extrinsics', Uint8Array.of(0))).toThrow('inherent data must be provided')
  })
})

describe('a definition that cannot be', () => {
  const define =
    (...pallets: Pallet[]) =>
    () =>
      defineRuntime({ version, ss58Prefix: 42, pallets: () => pallets, extensions: [], apis: [] })
  const call = (index: number) => defineCall({ index, docs: 'Does nothing.', args: {}, dispatch() {} })

  test('two pallets with one index', () => {
    expect(define(definePallet({ name: 'A', index: 3 }), definePallet({ name: 'B', index: 3 }))).toThrow(
      'pallets: A and B share index 3',
    )
    expect(define(definePallet({ name: 'A', index: 0 }))).toThrow('share index 0')
  })

  test('two calls, events or errors of a pallet with one index', () => {
    expect(define(definePallet({ name: 'A', index: 3, calls: { a: call(1), b: call(1) } }))).toThrow(
      'calls of A: a and b share index 1',
    )
    const events = defineEvents('A', { X: event(0, [], 'X.'), Y: event(0, [], 'Y.') })
    expect(define(definePallet({ name: 'A', index: 3, events }))).toThrow('events of A: X and Y share index 0')
    const errors = defineErrors('A', { X: [2, 'X.'], Y: [2, 'Y.'] })
    expect(define(definePallet({ name: 'A', index: 3, errors }))).toThrow('errors of A: X and Y share index 2')
  })

  test('a call or pallet that does not exist is a bug of the caller', () => {
    const { tables } = createFixture().runtime
    expect(() => tables.callDef({ pallet: 'Nothing', call: 'x', args: {} })).toThrow('pallet Nothing does not exist')
    expect(() => tables.callDef({ pallet: 'Counter', call: 'x', args: {} })).toThrow('call Counter.x does not exist')
  })
})

test('state of its own does not leak into a runtime: two chains on one runtime do not see each other', () => {
  const one = createFixture()
  const other = createMemoryStorage()
  const before = other.entries()
  one.block([one.sign(alice, count(1n))])
  one.runtime.call('Core_version', new Uint8Array(), other)
  expect(other.entries()).toEqual(before)
})
