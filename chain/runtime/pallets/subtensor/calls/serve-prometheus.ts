import { u8, u16, u32, u128 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { isValidIp, isValidIpType } from '../serving/address.ts'
import { mayAnnounce } from '../serving/rate-limit.ts'
import { storage } from '../storage.ts'

/** @param allowLoopback Whether neurons may announce 127.0.0.1 and ::1, as they must where all run on one machine. */
export function createServePrometheus({ allowLoopback }: { readonly allowLoopback: boolean }) {
  const rules = { allowZero: false, allowLoopback }
  return defineCall({
    index: 5,
    docs: 'Announces where the calling hotkey serves its metrics. Free of fees. Emits PrometheusServed.',
    args: { netuid: u16, version: u32, ip: u128, port: u16, ip_type: u8 },
    pays: 'no',
    dispatch({ state, block, deposit, origin }, { netuid, ...info }) {
      const hotkey = ensureSigned(origin)
      ensure(isValidIpType(info.ip_type), errors.InvalidIpType, () => `IP type ${info.ip_type}`)
      ensure(isValidIp(info.ip, info.ip_type, rules), errors.InvalidIpAddress, () => `IP number ${info.ip}`)
      ensure(storage.Uids.has(state, netuid, hotkey), errors.HotKeyNotRegisteredInNetwork, () => `netuid ${netuid}`)
      const last = storage.Prometheus.get(state, netuid, hotkey)?.block ?? 0n
      ensure(
        mayAnnounce(state, netuid, last, block),
        errors.ServingRateLimitExceeded,
        () => `block ${block}, last at ${last}`,
      )
      ensure(info.port !== 0, errors.InvalidPort)

      storage.Prometheus.put(state, [netuid, hotkey], { ...info, block: BigInt(block) })
      deposit(events.PrometheusServed([netuid, hotkey]))
    },
  })
}
