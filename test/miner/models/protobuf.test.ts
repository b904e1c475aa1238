import { describe, expect, it } from 'vitest'
import { bytesField, intField, messageField, textField } from '../../../miner/models/protobuf.ts'

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
