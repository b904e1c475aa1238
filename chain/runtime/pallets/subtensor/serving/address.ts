const IPV4_BROADCAST = (1n << 32n) - 1n
const IPV4_LOOPBACK = 0x7f00_0001n
const IPV6_LAST = (1n << 128n) - 1n
const IPV6_LOOPBACK = 1n

export interface AddressRules {
  /** Zero means "nowhere", which takes an axon off the network. */
  readonly allowZero: boolean
  /** Loopback addresses; only a chain whose nodes share one machine can allow them. */
  readonly allowLoopback: boolean
}

/** Whether the IP type is one of 4 and 6. */
export const isValidIpType = (ipType: number): boolean => ipType === 4 || ipType === 6

/** Whether an address can be announced. Private ranges are fine. */
export function isValidIp(ip: bigint, ipType: number, { allowZero, allowLoopback }: AddressRules): boolean {
  if (ip === 0n) return allowZero
  if (ipType === 4) return ip < IPV4_BROADCAST && (allowLoopback || ip !== IPV4_LOOPBACK)
  return ip < IPV6_LAST && (allowLoopback || ip !== IPV6_LOOPBACK)
}
