import { u8, u16, u32, u128 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { isValidIp, isValidIpType } from '../serving/address.ts'
import { ensureValid } from '../serving/custom-errors.ts'
import { mayAnnounce } from '../serving/rate-limit.ts'
import { storage } from '../storage.ts'

/** @param allowLoopback Whether neurons may announce 127.0.0.1 and ::1, as they must where all run on one machine. */
export function createServeAxon({ allowLoopback }: { readonly allowLoopback: boolean }) {
  const rules = { allowZero: true, allowLoopback }
  return defineCall({
    index: 4,
    docs: `Announces where the calling hotkey serves its axon; an address of zero withdraws it.
           Free of fees. Emits AxonServed.`,
    args: {
      netuid: u16,
      version: u32,
      ip: u128,
      port: u16,
      ip_type: u8,
      protocol: u8,
      placeholder1: u8,
      placeholder2: u8,
    },
    pays: 'no',
    validate({ state, block, who }, { netuid, ip, port, ip_type }) {
      ensureValid(storage.Uids.has(state, netuid, who), 'HotKeyNotRegisteredInNetwork')
      ensureValid(isValidIpType(ip_type) && isValidIp(ip, ip_type, rules), 'InvalidIpAddress')
      const last = storage.Axons.get(state, netuid, who)?.block ?? 0n
      ensureValid(mayAnnounce(state, netuid, last, block), 'ServingRateLimitExceeded')
      ensureValid(port !== 0, 'InvalidPort')
    },
    dispatch({ state, block, deposit, origin }, { netuid, ...axon }) {
      const hotkey = ensureSigned(origin)
      ensure(storage.Uids.has(state, netuid, hotkey), errors.HotKeyNotRegisteredInNetwork, () => `netuid ${netuid}`)
      ensure(isValidIpType(axon.ip_type), errors.InvalidIpType, () => `IP type ${axon.ip_type}`)
      ensure(isValidIp(axon.ip, axon.ip_type, rules), errors.InvalidIpAddress, () => `IP number ${axon.ip}`)
      const last = storage.Axons.get(state, netuid, hotkey)?.block ?? 0n
      ensure(
        mayAnnounce(state, netuid, last, block),
        errors.ServingRateLimitExceeded,
        () => `block ${block}, last at ${last}`,
      )
      ensure(axon.port !== 0, errors.InvalidPort)

      storage.Axons.put(state, [netuid, hotkey], { ...axon, block: BigInt(block) })
      deposit(events.AxonServed([netuid, hotkey]))
    },
  })
}
