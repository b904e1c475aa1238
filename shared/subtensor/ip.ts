import { BlockList, isIP, isIPv4 } from 'node:net'
import { AppError } from '../errors.ts'

/** Text of an address as the chain stores it: one number, and 4 or 6. */
export function ipToText(ip: bigint, ipType: number): string {
  if (ipType === 4) return [24n, 16n, 8n, 0n].map((shift) => (ip >> shift) & 255n).join('.')
  const groups = Array.from({ length: 8 }, (_, i) => ((ip >> BigInt(112 - 16 * i)) & 0xffffn).toString(16))
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}

/**
 * Number and type of an address text, as the chain stores it.
 * @throws AppError `malformed-ip`.
 */
export function ipFromText(text: string): { readonly ip: bigint; readonly ipType: 4 | 6 } {
  if (isIPv4(text)) return { ip: text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n), ipType: 4 }
  if (isIP(text) !== 6)
    throw new AppError(
      'malformed-ip',
      `${JSON.stringify(text)} is no IP address; valid is e.g. 203.0.113.7 or 2001:db8::1`,
    )
  // The URL parser writes an IPv6 address in one canonical form with at most one "::".
  const [head = '', tail = ''] = new URL(`http://[${text}]`).hostname.slice(1, -1).split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === '' ? [] : tail.split(':')
  const groups = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right]
  return { ip: groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n), ipType: 6 }
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** True for an address that means this machine. */
export const isLoopback = (ip: string): boolean => loopback.check(ip, isIPv4(ip) ? 'ipv4' : 'ipv6')
