import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readApplyResult, readVerdict } from '../../../../chain/node/pool/validity.ts'
import { fromHex } from '../../../../shared/bytes.ts'
import { AppError } from '../../../../shared/errors.ts'

describe('apply results', () => {
  it.each([
    ['0000', { tag: 'included', dispatchError: undefined }],
    ['0001030703000000', { tag: 'included', dispatchError: 'Module: pallet 7, error 3' }],
    ['000102', { tag: 'included', dispatchError: 'BadOrigin' }],
    ['00010701', { tag: 'included', dispatchError: 'Token 1' }],
    ['010003', { tag: 'refused', error: { tag: 'invalid', text: 'Transaction is outdated' } }],
    ['010004', { tag: 'refused', error: { tag: 'invalid', text: 'Transaction has a bad signature' } }],
    ['01000711', { tag: 'refused', error: { tag: 'invalid', text: 'Custom error: 17' } }],
    [
      '010006',
      { tag: 'refused', error: { tag: 'exhausts-resources', text: 'Transaction would exhaust the block limits' } },
    ],
    [
      '010100',
      {
        tag: 'refused',
        error: { tag: 'unknown', text: 'Could not lookup information required to validate the transaction' },
      },
    ],
    ['01010205', { tag: 'refused', error: { tag: 'unknown', text: 'Custom error: 5' } }],
  ])('%s', (hex, expected) => {
    expect(readApplyResult(fromHex(hex))).toEqual(expected)
  })

  it.each(['', '02', '0002', '01', '0100', '010063', '010007'])('refuses malformed %s', (hex) => {
    expect(() => readApplyResult(fromHex(hex))).toThrow(expect.objectContaining({ code: 'malformed-scale' }))
  })
})

describe('verdicts', () => {
  it('reads a valid transaction', () => {
    const bytes = ['00', '0500000000000000', '040461', '0804620463', '4000000000000000', '01'].join('')
    expect(readVerdict(fromHex(bytes))).toEqual({
      tag: 'valid',
      valid: {
        priority: 5n,
        requires: [fromHex('61')],
        provides: [fromHex('62'), fromHex('63')],
        longevity: 64n,
        propagate: true,
      },
    })
  })

  it('reads any bytes as a verdict or refuses them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        for (const read of [readVerdict, readApplyResult]) {
          try {
            expect(['valid', 'refused', 'included']).toContain(read(bytes).tag)
          } catch (error) {
            expect(error).toBeInstanceOf(AppError)
          }
        }
      }),
    )
  })
})
