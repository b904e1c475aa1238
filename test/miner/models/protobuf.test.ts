import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesField, intField, messageField, readFields, textField } from '../../../miner/models/protobuf.ts'
import { concat } from '../../../shared/bytes.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('protobuf fields', () => {
  // The three examples of protobuf.dev/programming-guides/encoding.
  it('write numbers as varints', () => {
    expect(hex(intField(1, 150))).toBe('089601')
  })

  it('write text with its length', () => {
    expect(hex(textField(2, 'testing'))).toBe('120774657374696e67')
  })

  it('write messages with their length', () => {
    expect(hex(messageField(3, intField(1, 150)))).toBe('1a03089601')
  })

  it('write field numbers above 15 and large values', () => {
    expect(hex(intField(16, 0))).toBe('800100')
    expect(hex(intField(1, Number.MAX_SAFE_INTEGER))).toBe('08ffffffffffffff0f')
    expect(bytesField(1, new Uint8Array(300)).subarray(0, 3)).toEqual(Uint8Array.of(0x0a, 0xac, 0x02))
  })
})

describe('readFields', () => {
  it('reads what was written', () => {
    const field = fc.record({
      number: fc.integer({ min: 1, max: 2 ** 29 - 1 }),
      value: fc.oneof(fc.maxSafeNat(), fc.uint8Array({ maxLength: 300 })),
    })
    fc.assert(
      fc.property(fc.array(field), (fields) => {
        const bytes = concat(
          ...fields.map(({ number, value }) =>
            typeof value === 'number' ? intField(number, value) : bytesField(number, value),
          ),
        )
        expect(readFields(bytes).map(({ number, value }) => ({ number, value }))).toEqual(fields)
      }),
    )
  })

  it('gives views: changing them changes the message', () => {
    const message = bytesField(1, Uint8Array.of(7))
    const [field] = readFields(message)
    if (field?.tag === 'bytes') field.value[0] = 9
    expect(message).toEqual(bytesField(1, Uint8Array.of(9)))
  })

  it.each([
    ['a cut number', '0896'],
    ['a missing value', '08'],
    ['fewer bytes than it says', '12077465'],
    ['fixed 32-bit fields', '0d00000000'],
    ['a number of 64 bits', '08ffffffffffffffffff01'],
  ])('refuses %s', (_, text) => {
    expect(() => readFields(Buffer.from(text, 'hex'))).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  it('reads or refuses any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          readFields(bytes)
        } catch (error) {
          expect(error).toMatchObject({ code: 'malformed' })
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
