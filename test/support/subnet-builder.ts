import { storage } from '../../chain/runtime/pallets/subtensor/storage.ts'
import { RAO_PER_TAO } from '../../shared/units.ts'
import { account, createPalletHarness, type PalletHarness } from './pallet-harness.ts'

export const TAO = RAO_PER_TAO
/** Keys of the cast: one coldkey and one hotkey each. */
export const owner = { coldkey: account(1), hotkey: account(101) }
export const validatorA = { coldkey: account(2), hotkey: account(102) }
export const validatorB = { coldkey: account(3), hotkey: account(103) }
export const miners = [11, 12, 13].map((n) => ({ coldkey: account(n), hotkey: account(100 + n) }))
export const nominator = account(50)
export const NETUID = 2

/** A harness whose cast has 5000 TAO each. */
export function fundedHarness(options: Parameters<typeof createPalletHarness>[0] = {}): PalletHarness {
  const everybody = [owner, validatorA, validatorB, ...miners].map(({ coldkey }) => coldkey)
  const endowments = [...everybody, nominator].map((who) => ({ who, rao: 5_000n * TAO }))
  return createPalletHarness({ ...options, genesis: { ...options.genesis, endowments } })
}

/** Subnet 2 of `owner`, started, with direct weights and no rate limit; the owner's hotkey is uid 0. */
export function subnetHarness(options: Parameters<typeof createPalletHarness>[0] = {}): PalletHarness {
  const h = fundedHarness(options)
  const { calls } = h.subtensor
  expectOk(h.call(calls.register_network, owner.coldkey, { hotkey: owner.hotkey }))
  expectOk(h.call(calls.start_call, owner.coldkey, { netuid: NETUID }))
  storage.CommitRevealWeightsEnabled.put(h.state, [NETUID], false)
  storage.WeightsSetRateLimit.put(h.state, [NETUID], 0n)
  h.clearEvents()
  return h
}

/** `subnetHarness` with two validators (uid 1 and 2, staked 1000 and 500 TAO) and three miners (uid 3, 4, 5). */
export function populatedHarness(options: Parameters<typeof createPalletHarness>[0] = {}): PalletHarness {
  const h = subnetHarness(options)
  const { calls } = h.subtensor
  for (const { coldkey, hotkey } of [validatorA, validatorB, ...miners])
    expectOk(h.call(calls.burned_register, coldkey, { netuid: NETUID, hotkey }))
  for (const [validator, tao] of [
    [validatorA, 1_000n],
    [validatorB, 500n],
  ] as const)
    expectOk(
      h.call(calls.add_stake, validator.coldkey, {
        hotkey: validator.hotkey,
        netuid: NETUID,
        amount_staked: tao * TAO,
      }),
    )
  h.clearEvents()
  return h
}

export function expectOk(outcome: string): void {
  if (outcome !== 'ok') throw new Error(`the call failed with ${outcome}`)
}
