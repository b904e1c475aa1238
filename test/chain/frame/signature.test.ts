import { describe, expect, test, vi } from 'vitest'
import { createSignatureVerifier } from '../../../chain/frame/signature.ts'

const of = (byte: number, length: number) => new Uint8Array(length).fill(byte)

describe('the signature verifier', () => {
  test('verifies the same signature once', () => {
    const verify = vi.fn(() => true)
    const cached = createSignatureVerifier(verify)
    for (let i = 0; i < 3; i++) expect(cached(of(1, 10), of(2, 64), of(3, 32))).toBe(true)
    expect(verify).toHaveBeenCalledTimes(1)
  })

  test('does not take one for another that differs in message, signature or key', () => {
    const verify = vi.fn((message: Uint8Array) => message[0] === 1)
    const cached = createSignatureVerifier(verify)
    expect(cached(of(1, 10), of(2, 64), of(3, 32))).toBe(true)
    expect(cached(of(9, 10), of(2, 64), of(3, 32))).toBe(false)
    expect(cached(of(1, 11), of(2, 64), of(3, 32))).toBe(true)
    expect(cached(of(1, 10), of(9, 64), of(3, 32))).toBe(true)
    expect(cached(of(1, 10), of(2, 64), of(9, 32))).toBe(true)
    expect(verify).toHaveBeenCalledTimes(5)
  })

  test('does not remember bad ones, so that they cannot push good ones out', () => {
    const verify = vi.fn(() => false)
    const cached = createSignatureVerifier(verify)
    cached(of(1, 10), of(2, 64), of(3, 32))
    cached(of(1, 10), of(2, 64), of(3, 32))
    expect(verify).toHaveBeenCalledTimes(2)
  })

  test('forgets the oldest of too many', () => {
    const verify = vi.fn(() => true)
    const cached = createSignatureVerifier(verify)
    const message = (i: number) => Uint8Array.of(i & 255, i >> 8)
    for (let i = 0; i <= 8_192; i++) cached(message(i), of(2, 64), of(3, 32))
    cached(message(8_192), of(2, 64), of(3, 32))
    expect(verify).toHaveBeenCalledTimes(8_193)
    cached(message(0), of(2, 64), of(3, 32))
    expect(verify).toHaveBeenCalledTimes(8_194)
  })
})
