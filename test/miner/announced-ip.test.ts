import { describe, expect, it } from 'vitest'
import { parseAnnouncedIp } from '../../miner/announced-ip.ts'

describe('the address that validators are told', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['10.1.2.3', '10.1.2.3'],
    ['127.0.0.1', '127.0.0.1'],
    ['2001:DB8:0::1', '2001:db8::1'],
    ['::1', '::1'],
  ])('may be %s', (text, ip) => {
    expect(parseAnnouncedIp(text)).toBe(ip)
  })

  it.each(['0.0.0.0', '0.1.2.3', '224.0.0.1', '255.255.255.255', '::', '0:0:0:0:0:0:0:0', 'ff02::1'])(
    'is not %s, which is no single machine',
    (text) => {
      expect(() => parseAnnouncedIp(text)).toThrow(
        expect.objectContaining({ code: 'malformed-ip', message: expect.stringContaining('--host') }),
      )
    },
  )

  it.each(['localhost', '256.1.1.1', '1.2.3', '', '203.0.113.7:8091'])('is not %s, which is no address', (text) => {
    expect(() => parseAnnouncedIp(text)).toThrow(expect.objectContaining({ code: 'malformed-ip' }))
  })
})
