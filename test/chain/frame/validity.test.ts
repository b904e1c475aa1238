import { TypeRegistry } from '@polkadot/types'
import { describe, expect, test } from 'vitest'
import { InvalidTransactionError } from '../../../chain/frame/error.ts'
import {
  applyExtrinsicResult,
  invalid,
  toValidityError,
  transactionValidity,
  unknown,
} from '../../../chain/frame/validity.ts'
import { encode } from '../../../shared/scale/type.ts'

const registry = new TypeRegistry()

describe('validity', () => {
  test.each([
    'Call',
    'Payment',
    'Future',
    'Stale',
    'BadProof',
    'AncientBirthBlock',
    'ExhaustsResources',
    'BadMandatory',
    'BadSigner',
  ] as const)('%s is what polkadot.js reads', (tag) => {
    const bytes = encode(transactionValidity, { ok: false, error: invalid(tag, '').wire })
    expect(registry.createType('TransactionValidity', bytes).toHuman()).toEqual({ Err: { Invalid: tag } })
  })

  test('has the bytes of a real runtime for a bad signature and an old nonce', () => {
    const bytesOf = (tag: 'BadProof' | 'Stale') =>
      encode(applyExtrinsicResult, { ok: false, error: invalid(tag, '').wire })
    expect(bytesOf('BadProof')).toEqual(Uint8Array.of(1, 0, 4))
    expect(bytesOf('Stale')).toEqual(Uint8Array.of(1, 0, 3))
  })

  test('a pallet’s own refusal carries its number', () => {
    const wire = toValidityError(new InvalidTransactionError(11, 'too fast'))!
    expect(encode(transactionValidity, { ok: false, error: wire })).toEqual(Uint8Array.of(1, 0, 7, 11))
  })

  test('unknown validity is another kind', () => {
    expect(encode(transactionValidity, { ok: false, error: unknown('NoUnsignedValidator', '').wire })).toEqual(
      Uint8Array.of(1, 1, 1),
    )
  })

  test('a valid one is what polkadot.js reads', () => {
    const value = { priority: 5n, requires: [], provides: [Uint8Array.of(1, 2)], longevity: 64n, propagate: true }
    const bytes = encode(transactionValidity, { ok: true, value })
    expect(registry.createType('TransactionValidity', bytes).toJSON()).toEqual({
      ok: { priority: 5, requires: [], provides: ['0x0102'], longevity: 64, propagate: true },
    })
  })

  test('other errors are not about validity', () => {
    expect(toValidityError(new TypeError('bug'))).toBeUndefined()
  })
})
