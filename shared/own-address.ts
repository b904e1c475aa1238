import { networkInterfaces } from 'node:os'

/**
 * The first address of this machine that others can reach; loopback when it has no other, which is enough for a chain
 * and validators on the same machine.
 */
export function ownAddress(interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces()): string {
  const addresses = Object.values(interfaces).flatMap((list) => list ?? [])
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1'
}
