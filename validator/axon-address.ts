import { BlockList, isIP } from 'node:net'

/** Addresses that name no single machine: never asked. */
const nowhere = new BlockList()
/** Addresses with a meaning only inside somebody's network or machine (IANA special-purpose registries). */
const local = new BlockList()
/** The part of IPv6 that is routed globally. */
const global6 = new BlockList()

for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  nowhere.addSubnet(network, bits, 'ipv4')
nowhere.addAddress('::', 'ipv6')
nowhere.addSubnet('ff00::', 8, 'ipv6')

for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
] as const)
  local.addSubnet(network, bits, 'ipv4')

global6.addSubnet('2000::', 3, 'ipv6')
for (const [network, bits] of [
  // Teredo and other protocol assignments, documentation, 6to4: several of them wrap an IPv4 address.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  local.addSubnet(network, bits, 'ipv6')

/**
 * Why an announced address is not asked, or `undefined` when it is fine. Anybody who registers can announce any
 * address: without this check a validator on a live network could be made to send requests into its own network.
 */
export function addressFault(axon: { ip: string; port: number }, allowLocal: boolean): string | undefined {
  const { ip, port } = axon
  const version = isIP(ip)
  if (version === 0) return `announced ${JSON.stringify(ip)}, which is no IP address`
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return `announced port ${port}; valid are 1 to 65535`
  const family = version === 4 ? 'ipv4' : 'ipv6'
  if (nowhere.check(ip, family)) return `announced ${ip}, which is nobody's address`
  if (allowLocal) return undefined
  const isPublic = !local.check(ip, family) && (version === 4 || global6.check(ip, family))
  return isPublic ? undefined : `announced ${ip}, a local address; --allow-local-axons lets them be asked`
}
