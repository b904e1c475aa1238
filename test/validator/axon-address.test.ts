import { describe, expect, it } from 'vitest'
import { addressFault } from '../../validator/axon-address.ts'

const isAsked = (ip: string, allowLocal: boolean, port = 8091) => addressFault({ ip, port }, allowLocal) === undefined

describe('on a live network', () => {
  it.each(['8.8.8.8', '1.1.1.1', '223.255.255.254', '2606:4700::1111', '2a00:1450:4001::200e'])('%s is asked', (ip) => {
    expect(isAsked(ip, false)).toBe(true)
  })

  it.each([
    '127.0.0.1',
    '127.8.9.1',
    '10.0.0.5',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '198.18.0.1',
    '192.0.2.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::127.0.0.1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    '2001:0:1::1',
    '2001:db8::1',
  ])('%s is not', (ip) => {
    expect(isAsked(ip, false)).toBe(false)
  })
})

describe('where local axons are allowed', () => {
  it.each(['127.0.0.1', '10.0.0.5', '192.168.1.1', '::1', 'fd00::1', '8.8.8.8'])('%s is asked', (ip) => {
    expect(isAsked(ip, true)).toBe(true)
  })

  it.each(['0.0.0.0', '239.1.1.1', '255.255.255.255', '::', 'ff02::1'])('%s is not', (ip) => {
    expect(isAsked(ip, true)).toBe(false)
  })
})

it.each(['localhost', 'example.org', '', '127.1', '8.8.8.8:80'])('%j is no address', (ip) => {
  expect(isAsked(ip, true)).toBe(false)
})

it.each([0, -1, 65_536, 1.5])('port %d is not valid', (port) => {
  expect(isAsked('8.8.8.8', false, port)).toBe(false)
})
