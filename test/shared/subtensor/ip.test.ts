import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ipFromText, ipToText, isLoopback } from '../../../shared/subtensor/ip.ts'

describe('ip', () => {
  test('IPv4 addresses round-trip', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        const { ip, ipType } = ipFromText(text)
        expect(ipToText(ip, ipType)).toBe(text)
      }),
    )
  })

  test('IPv6 numbers round-trip', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), (ip) => {
        expect(ipFromText(ipToText(ip, 6))).toEqual({ ip, ipType: 6 })
      }),
    )
  })

  test('127.0.0.1 is the number that the chain stores', () => {
    expect(ipFromText('127.0.0.1')).toEqual({ ip: 2_130_706_433n, ipType: 4 })
  })

  test.each(['', 'localhost', '1.2.3', '1.2.3.256', '::g'])('%j is refused', (text) => {
    expect(() => ipFromText(text)).toThrow(expect.objectContaining({ code: 'malformed-ip' }))
  })

  test('loopback is this machine', () => {
    expect(['127.0.0.1', '127.9.9.9', '::1'].map(isLoopback)).toEqual([true, true, true])
    expect(['10.0.0.1', '2001:db8::1'].map(isLoopback)).toEqual([false, false])
  })
})
