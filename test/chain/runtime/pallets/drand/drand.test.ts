import { beforeAll, describe, expect, test } from 'vitest'
import { toConfiguration } from '../../../../../chain/runtime/pallets/drand/configuration.ts'
import { createDrand } from '../../../../../chain/runtime/pallets/drand/index.ts'
import { encodePulses, PULSES_INHERENT_ID } from '../../../../../chain/runtime/pallets/drand/inherent.ts'
import { storage } from '../../../../../chain/runtime/pallets/drand/storage.ts'
import { NO_SIGNER } from '../../../../../chain/runtime/pallets/drand/types.ts'
import { fromHex } from '../../../../../shared/bytes.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { type Pulse, QUICKNET } from '../../../../../shared/timelock/beacon.ts'
import { sha256 } from '../../../../../shared/timelock/curve.ts'
import { createLocalBeacon } from '../../../../../shared/timelock/local-beacon.ts'
import { beacon } from '../../../../support/commit-reveal.ts'
import { createPalletHarness, type PalletHarness } from '../../../../support/pallet-harness.ts'

beforeAll(cryptoReady)

const { calls, inherent } = createDrand()
/** Rounds from `first`, which is 2 at least. */
const pulses = (first: bigint, count: number) => beacon.pulsesAfter(first - 1n, Number.MAX_SAFE_INTEGER, count)
const payload = (of: readonly Pulse[]) => ({
  pulses_payload: { public: NO_SIGNER, block_number: 1, pulses: of },
  _signature: undefined,
})
const write = (h: PalletHarness, of: readonly Pulse[]) => h.call(calls.write_pulse, { tag: 'none' }, payload(of))
function local(): PalletHarness {
  const h = createPalletHarness()
  storage.BeaconConfig.put(h.state, [], toConfiguration(beacon.parameters))
  h.clearEvents()
  return h
}

describe('write_pulse', () => {
  test('stores pulses by round', () => {
    const h = local()
    expect(write(h, pulses(10n, 2))).toBe('ok')
    expect(storage.Pulses.get(h.state, 10n)).toEqual(pulses(10n, 1)[0])
    expect(storage.LastStoredRound.get(h.state)).toBe(11n)
    expect(storage.OldestStoredRound.get(h.state)).toBe(10n)
    expect(h.events).toEqual([{ pallet: 'Drand', name: 'NewPulse', data: { rounds: [10n, 11n] } }])
    expect(write(h, pulses(20n, 1))).toBe('ok')
    expect(storage.LastStoredRound.get(h.state)).toBe(20n)
    expect(storage.OldestStoredRound.get(h.state)).toBe(10n)
  })

  test('takes those of the public beacon unless told otherwise', () => {
    const h = createPalletHarness()
    const signature = fromHex(
      'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39',
    )
    expect(write(h, [{ round: 1000n, signature, randomness: sha256(signature) }])).toBe('ok')
    expect(write(h, pulses(1001n, 1))).toBe('Drand.PulseVerificationError')
  })

  test.each([
    ['the round before', () => pulses(9n, 1), 'InvalidRoundNumber'],
    ['the same round', () => pulses(10n, 1), 'InvalidRoundNumber'],
    ['rounds out of order', () => pulses(11n, 2).toReversed(), 'InvalidRoundNumber'],
    ['another signature', () => [{ ...pulses(11n, 1)[0]!, round: 12n }], 'PulseVerificationError'],
    [
      'a false one after a true one',
      () => [...pulses(11n, 1), { ...pulses(12n, 1)[0]!, signature: new Uint8Array(48) }],
      'PulseVerificationError',
    ],
  ])('refuses %s and stores nothing', (_, of, error) => {
    const h = local()
    expect(write(h, pulses(10n, 1))).toBe('ok')
    const before = h.state.root(1)
    expect(write(h, of())).toBe(`Drand.${error}`)
    expect(h.state.root(1)).toEqual(before)
  })

  test('takes what the process signed itself unchecked, and nothing that was altered or signed elsewhere', () => {
    const checked: bigint[] = []
    const { write_pulse } = createDrand((key, pulse) => {
      checked.push(pulse.round)
      return beacon.isOwn?.(key, pulse) === true
    }).calls
    const h = local()
    const store = (of: readonly Pulse[]) => h.call(write_pulse, { tag: 'none' }, payload(of))
    const [own] = pulses(10n, 1)
    expect(store([own!])).toBe('ok')
    expect(store([{ ...own!, round: 11n }])).toBe('Drand.PulseVerificationError')
    const stranger = createLocalBeacon({ seed: Uint8Array.of(77) })
    expect(store(stranger.pulsesAfter(10n, Number.MAX_SAFE_INTEGER, 1))).toBe('Drand.PulseVerificationError')
    // Signed by the same key in another process: found genuine by its signature.
    const twin = createLocalBeacon({ seed: new Uint8Array(32) })
    const [far] = twin.pulsesAfter(70_000n, Number.MAX_SAFE_INTEGER, 1)
    expect(beacon.isOwn?.(beacon.parameters.publicKey, far!)).toBe(false)
    expect(store([far!])).toBe('ok')
    expect(checked).toEqual([10n, 11n, 11n, 70_001n])
  })

  test('is for the author of the block', () => {
    const h = local()
    expect(h.call(calls.write_pulse, 'root', payload([]))).toBe('BadOrigin')
    expect(h.call(calls.write_pulse, new Uint8Array(32), payload([]))).toBe('BadOrigin')
  })

  test('removes pulses older than 216000 rounds, a hundred at once', () => {
    const h = local()
    for (const pulse of pulses(2n, 3)) storage.Pulses.put(h.state, [pulse.round], pulse)
    storage.OldestStoredRound.put(h.state, [], 2n)
    expect(write(h, pulses(216_003n, 1))).toBe('ok')
    expect([2n, 3n, 4n].map((round) => storage.Pulses.has(h.state, round))).toEqual([false, false, true])
    expect(storage.OldestStoredRound.get(h.state)).toBe(4n)
    expect(write(h, pulses(300_000n, 1))).toBe('ok')
    expect(storage.OldestStoredRound.get(h.state)).toBe(104n)
  })
})

describe('what the node offers', () => {
  const offer = (h: PalletHarness, of: readonly Pulse[]) => {
    const call = inherent(new Map([[PULSES_INHERENT_ID, encodePulses(of)]]), h.state)
    return (call?.args as ReturnType<typeof payload> | undefined)?.pulses_payload.pulses.map(({ round }) => round)
  }

  test('goes into the block where it is new and genuine, four at most', () => {
    const h = local()
    expect(offer(h, pulses(2n, 9))).toEqual([2n, 3n, 4n, 5n])
    expect(write(h, pulses(2n, 2))).toBe('ok')
    expect(offer(h, pulses(2n, 4))).toEqual([4n, 5n])
    const [fourth, fifth] = pulses(4n, 2)
    expect(offer(h, [{ ...fourth!, round: 6n }, fifth!])).toEqual([5n])
    expect(offer(h, [fifth!, fourth!])).toEqual([5n])
  })

  test('makes no call when there is nothing to store', () => {
    const h = local()
    expect(offer(h, [])).toBeUndefined()
    expect(inherent(new Map(), h.state)).toBeUndefined()
    storage.BeaconConfig.put(h.state, [], toConfiguration(QUICKNET))
    expect(offer(h, pulses(2n, 2))).toBeUndefined()
  })
})

describe('settings', () => {
  test('set_beacon_config is for root', () => {
    const h = createPalletHarness()
    const args = {
      config_payload: { public: NO_SIGNER, block_number: 1, config: toConfiguration(beacon.parameters) },
      _signature: undefined,
    }
    expect(h.call(calls.set_beacon_config, new Uint8Array(32), args)).toBe('BadOrigin')
    expect(h.call(calls.set_beacon_config, 'root', args)).toBe('ok')
    expect(write(h, pulses(2n, 1))).toBe('ok')
    expect(h.eventNames()).toEqual(expect.arrayContaining(['Drand.BeaconConfigChanged', 'Drand.NewPulse']))
  })

  test('set_oldest_stored_round is for root', () => {
    const h = local()
    expect(h.call(calls.set_oldest_stored_round, new Uint8Array(32), { oldest_round: 7n })).toBe('BadOrigin')
    expect(h.call(calls.set_oldest_stored_round, 'root', { oldest_round: 7n })).toBe('ok')
    expect(storage.OldestStoredRound.get(h.state)).toBe(7n)
    expect(h.events).toEqual([{ pallet: 'Drand', name: 'SetOldestStoredRound', data: [7n] }])
  })
})
