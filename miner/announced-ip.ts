import { BlockList, isIPv4 } from 'node:net'
import { AppError } from '../shared/errors.ts'
import { ipFromText, ipToText } from '../shared/subtensor/ip.ts'

const nowhere = new BlockList()
nowhere.addSubnet('0.0.0.0', 8, 'ipv4')
nowhere.addSubnet('224.0.0.0', 4, 'ipv4')
nowhere.addSubnet('240.0.0.0', 4, 'ipv4')
nowhere.addAddress('::', 'ipv6')
nowhere.addSubnet('ff00::', 8, 'ipv6')

/**
 * An address that validators can be told, as the chain writes it. The chain takes 0.0.0.0 too, for a miner that wants no
 * questions: announced by mistake, it would leave a miner waiting for ever.
 * @throws AppError `malformed-ip`
 */
export function parseAnnouncedIp(text: string): string {
  const { ip, ipType } = ipFromText(text)
  if (nowhere.check(text, isIPv4(text) ? 'ipv4' : 'ipv6'))
    throw new AppError(
      'malformed-ip',
      `${text} is no address of one machine; valid is one that validators reach, e.g. 203.0.113.7 (--host says where to listen)`,
    )
  return ipToText(ip, ipType)
}
