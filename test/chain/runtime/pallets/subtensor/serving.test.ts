import { beforeAll, describe, expect, test } from 'vitest'
import { InvalidTransactionError } from '../../../../../chain/frame/error.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { account, type PalletHarness } from '../../../../support/pallet-harness.ts'
import { NETUID, owner, subnetHarness } from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

const PUBLIC = 0x0808_0808n
const LOOPBACK = 0x7f00_0001n
const axon = {
  netuid: NETUID,
  version: 3,
  ip: PUBLIC,
  port: 8091,
  ip_type: 4,
  protocol: 4,
  placeholder1: 1,
  placeholder2: 2,
}
type Change = Partial<typeof axon> & { who?: Uint8Array }

const serve = (h: PalletHarness, { who = owner.hotkey, ...change }: Change = {}) =>
  h.call(h.subtensor.calls.serve_axon, who, { ...axon, ...change })

/** What the pool says: a custom error number, or `ok`. */
function check(h: PalletHarness, { who = owner.hotkey, ...change }: Change): number | 'ok' {
  try {
    h.subtensor.calls.serve_axon.validate?.({ state: h.state, block: h.block(), who }, { ...axon, ...change })
    return 'ok'
  } catch (error) {
    if (error instanceof InvalidTransactionError) return error.custom
    throw error
  }
}

describe('serve_axon', () => {
  test('stores the announcement with its block', () => {
    const h = subnetHarness()
    h.toBlock(3)
    h.clearEvents()
    expect(serve(h)).toBe('ok')
    const { netuid: _, ...info } = axon
    expect(storage.Axons.get(h.state, NETUID, owner.hotkey)).toEqual({ ...info, block: 3n })
    expect(h.events).toEqual([{ pallet: 'SubtensorModule', name: 'AxonServed', data: [NETUID, owner.hotkey] }])
  })

  // Each case also has what the later checks refuse.
  const failures: [name: string, change: Change, error: string, custom: number][] = [
    ['strangers', { who: account(999), ip_type: 5, ip: LOOPBACK, port: 0 }, 'HotKeyNotRegisteredInNetwork', 10],
    ['other IP types', { ip_type: 5, ip: LOOPBACK, port: 0 }, 'InvalidIpType', 11],
    ['loopback', { ip: LOOPBACK, port: 0 }, 'InvalidIpAddress', 11],
    ['port 0', { port: 0 }, 'InvalidPort', 13],
  ]
  test.each(failures)('refuses %s, in the pool already', (_, change, error, custom) => {
    const h = subnetHarness()
    const before = h.state.root(1)
    expect(check(h, change)).toBe(custom)
    expect(serve(h, change)).toBe(`SubtensorModule.${error}`)
    expect(h.state.root(1)).toEqual(before)
  })

  test('keeps the rate limit', () => {
    const h = subnetHarness()
    expect(serve(h)).toBe('ok')
    h.toBlock(50)
    expect(check(h, { port: 0 })).toBe(12)
    expect(serve(h, { port: 0 })).toBe('SubtensorModule.ServingRateLimitExceeded')
    h.toBlock(51)
    expect(check(h, {})).toBe('ok')
    expect(serve(h)).toBe('ok')
    storage.ServingRateLimit.put(h.state, [NETUID], 0n)
    expect(serve(h)).toBe('ok')
  })

  test('accepts loopback where the chain allows it', () => {
    const h = subnetHarness({ allowLoopback: true })
    storage.ServingRateLimit.put(h.state, [NETUID], 0n)
    expect(check(h, { ip: LOOPBACK })).toBe('ok')
    expect(serve(h, { ip: LOOPBACK })).toBe('ok')
    expect(serve(h, { ip: 1n, ip_type: 6 })).toBe('ok')
  })

  test('withdraws an axon with an address of zero', () => {
    const h = subnetHarness()
    expect(serve(h, { ip: 0n, port: 1 })).toBe('ok')
  })
})

describe('serve_prometheus', () => {
  const info = { netuid: NETUID, version: 1, ip: PUBLIC, port: 9000, ip_type: 4 }
  const announce = (h: PalletHarness, change: Partial<typeof info> & { who?: Uint8Array } = {}) => {
    const { who = owner.hotkey, ...args } = change
    return h.call(h.subtensor.calls.serve_prometheus, who, { ...info, ...args })
  }

  test('stores the announcement', () => {
    const h = subnetHarness()
    expect(announce(h)).toBe('ok')
    expect(storage.Prometheus.get(h.state, NETUID, owner.hotkey)).toEqual({
      version: 1,
      ip: PUBLIC,
      port: 9000,
      ip_type: 4,
      block: 1n,
    })
  })

  test('checks the address first and knows no zero', () => {
    const h = subnetHarness()
    const who = account(999)
    expect(announce(h, { who, ip_type: 3, ip: 0n, port: 0 })).toBe('SubtensorModule.InvalidIpType')
    expect(announce(h, { who, ip: 0n, port: 0 })).toBe('SubtensorModule.InvalidIpAddress')
    expect(announce(h, { who, port: 0 })).toBe('SubtensorModule.HotKeyNotRegisteredInNetwork')
    expect(announce(h, { port: 0 })).toBe('SubtensorModule.InvalidPort')
    expect(announce(h)).toBe('ok')
    expect(announce(h, { port: 0 })).toBe('SubtensorModule.ServingRateLimitExceeded')
  })
})
