import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { balances } from '../../../../../chain/runtime/pallets/balances/index.ts'
import { issuanceBreakdown } from '../../../../../chain/runtime/pallets/subtensor/issuance.ts'
import { stakeOf } from '../../../../../chain/runtime/pallets/subtensor/staking/stake.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { account, createPalletHarness, type PalletHarness } from '../../../../support/pallet-harness.ts'
import { TAO } from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

const COLDKEYS = [1, 2, 3, 4].map(account)
const HOTKEYS = [11, 12, 13, 14, 15, 16].map(account)

/** One thing that happens on chain, valid or not. */
type Step =
  | { tag: 'blocks'; count: number }
  | { tag: 'network' | 'start' | 'register'; who: number; key: number; netuid: number }
  | { tag: 'stake'; who: number; key: number; netuid: number; amount: bigint }
  | { tag: 'unstake'; who: number; key: number; netuid: number; percent: bigint }
  | { tag: 'weights'; key: number; netuid: number; dests: number[]; weights: number[] }
  | { tag: 'transfer'; who: number; to: number; amount: bigint }
  | { tag: 'burn'; who: number; amount: bigint }
  | { tag: 'recycle'; netuid: number; isOn: boolean }

const who = fc.integer({ min: 0, max: COLDKEYS.length - 1 })
const key = fc.integer({ min: 0, max: HOTKEYS.length - 1 })
// Subnet 2 exists from the start; the others may come.
const netuid = fc.oneof(fc.constant(2), fc.integer({ min: 1, max: 4 }))
const amount = fc.oneof(
  fc.bigInt({ min: 0n, max: 4_000_000n }),
  fc.bigInt({ min: 0n, max: 3_000n * TAO }),
  fc.constant(2n ** 64n - 1n),
)
const percent = fc.bigInt({ min: 0n, max: 101n })
const uids = fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 5 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ tag: fc.constant('blocks' as const), count: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 2, arbitrary: fc.record({ tag: fc.constantFrom('network', 'start'), who, key, netuid }) },
  { weight: 4, arbitrary: fc.record({ tag: fc.constant('register' as const), who, key, netuid }) },
  { weight: 4, arbitrary: fc.record({ tag: fc.constant('stake' as const), who, key, netuid, amount }) },
  { weight: 4, arbitrary: fc.record({ tag: fc.constant('unstake' as const), who, key, netuid, percent }) },
  {
    weight: 4,
    arbitrary: uids.chain((dests) =>
      fc.record({
        tag: fc.constant('weights' as const),
        key,
        netuid,
        dests: fc.constant(dests),
        weights: fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: dests.length, maxLength: dests.length }),
      }),
    ),
  },
  { weight: 1, arbitrary: fc.record({ tag: fc.constant('transfer' as const), who, to: who, amount }) },
  { weight: 1, arbitrary: fc.record({ tag: fc.constant('burn' as const), who, amount }) },
  { weight: 1, arbitrary: fc.record({ tag: fc.constant('recycle' as const), netuid, isOn: fc.boolean() }) },
)

/** Does the step; gives what the call said. */
function run(h: PalletHarness, event: Step): string {
  const { calls } = h.subtensor
  switch (event.tag) {
    case 'blocks':
      h.toBlock(h.block() + event.count)
      return 'ok'
    case 'network':
      return h.call(calls.register_network, COLDKEYS[event.who]!, { hotkey: HOTKEYS[event.key]! })
    case 'start': {
      const started = h.call(calls.start_call, COLDKEYS[event.who]!, { netuid: event.netuid })
      storage.CommitRevealWeightsEnabled.put(h.state, [event.netuid], false)
      storage.WeightsSetRateLimit.put(h.state, [event.netuid], 0n)
      storage.MaxAllowedUids.put(h.state, [event.netuid], 4)
      return started
    }
    case 'register':
      return h.call(calls.burned_register, COLDKEYS[event.who]!, {
        netuid: event.netuid,
        hotkey: HOTKEYS[event.key]!,
      })
    case 'stake':
      return h.call(calls.add_stake, COLDKEYS[event.who]!, {
        hotkey: HOTKEYS[event.key]!,
        netuid: event.netuid,
        amount_staked: event.amount,
      })
    case 'unstake': {
      const position = { hotkey: HOTKEYS[event.key]!, coldkey: COLDKEYS[event.who]!, netuid: event.netuid }
      return h.call(calls.remove_stake, position.coldkey, {
        hotkey: position.hotkey,
        netuid: event.netuid,
        amount_unstaked: (stakeOf(h.state, position) * event.percent) / 100n,
      })
    }
    case 'weights':
      return h.call(calls.set_weights, HOTKEYS[event.key]!, {
        netuid: event.netuid,
        dests: event.dests,
        weights: event.weights,
        version_key: 0n,
      })
    case 'transfer':
      return h.call(balances.calls.transfer_allow_death, COLDKEYS[event.who]!, {
        dest: { tag: 'Id', value: [COLDKEYS[event.to]!] },
        value: event.amount,
      })
    case 'burn':
      return h.call(balances.calls.burn, COLDKEYS[event.who]!, { value: event.amount, keep_alive: false })
    case 'recycle':
      storage.RecycleOrBurn.put(h.state, [event.netuid], { tag: event.isOn ? 'Recycle' : 'Burn' })
      return 'ok'
  }
}

test('whatever happens, every rao is in one place and issuance counts them all', () => {
  const outcomes = new Map<string, number>()
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), (steps) => {
      const endowments = COLDKEYS.map((coldkey) => ({ who: coldkey, rao: 6_000n * TAO }))
      const h = createPalletHarness({ genesis: { endowments } })
      const opening = [
        { tag: 'network', who: 0, key: 0, netuid: 2 },
        { tag: 'start', who: 0, key: 0, netuid: 2 },
        { tag: 'register', who: 1, key: 1, netuid: 2 },
        { tag: 'stake', who: 1, key: 1, netuid: 2, amount: 100n * TAO },
        { tag: 'stake', who: 2, key: 1, netuid: 2, amount: 50n * TAO },
        { tag: 'blocks', count: 10 },
      ] as const
      for (const event of [...opening, ...steps]) {
        const outcome = `${event.tag}: ${run(h, event)}`
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
        const { total, issuance, stake } = issuanceBreakdown(h.state)
        expect(total).toBe(issuance)
        expect(storage.TotalStake.get(h.state)).toBe(stake)
      }
      h.nextBlock()
      expect(storage.TotalIssuance.get(h.state)).toBe(issuanceBreakdown(h.state).issuance)
    }),
    { numRuns: 60 },
  )
  // The steps above are only worth something when calls of every kind go through.
  for (const tag of ['network', 'start', 'register', 'stake', 'unstake', 'weights', 'transfer', 'burn'])
    expect(outcomes.get(`${tag}: ok`) ?? 0, tag).toBeGreaterThan(0)
})
