import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseProofs, toWireProofs } from '../../../shared/proof/wire-proofs.ts'

const proof = { modulus: 65_497, coefficients: Uint16Array.of(1, 2, 3) }
const [text = ''] = toWireProofs([proof])

describe('proofs on the wire', () => {
  it('come back as they were sent, through JSON', () => {
    const json: unknown = JSON.parse(JSON.stringify(toWireProofs([proof, proof])))
    expect(parseProofs(json, 33)).toEqual([proof, proof])
    expect(parseProofs([], 0)).toEqual([])
  })

  it.each([
    ['no list', text],
    ['null', null],
    ['too few', []],
    ['too many', [text, text]],
    ['a number', [1]],
    ['text that is not base64', ['?']],
    ['base64 without its padding', [text.replace(/=+$/, '').concat('A')]],
    ['base64 with blanks', [` ${text}`]],
    ['a text of any length', ['A'.repeat(1_000_000)]],
    ['a proof of zeros', ['A'.repeat(344)]],
  ])('refuse %s', (_, input) => {
    expect(() => parseProofs(input, 32)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  it('never throw anything but an AppError, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.array(fc.base64String(), { maxLength: 2 })), (input) => {
        try {
          parseProofs(input, 32)
        } catch (error) {
          expect(error).toMatchObject({ code: 'malformed' })
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
