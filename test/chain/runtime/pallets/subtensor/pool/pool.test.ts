import { beforeAll, describe, expect, test } from 'vitest'
import { totalBalance } from '../../../../../../chain/runtime/pallets/balances/account.ts'
import { issuanceBreakdown } from '../../../../../../chain/runtime/pallets/subtensor/issuance.ts'
import { hasPool, medianPrice, spotPrice } from '../../../../../../chain/runtime/pallets/subtensor/pool/pool.ts'
import { stakeOf } from '../../../../../../chain/runtime/pallets/subtensor/staking/stake.ts'
import { storage } from '../../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { subnetAccount } from '../../../../../../chain/runtime/pallets/subtensor/subnets/subnet.ts'
import { storage as swap } from '../../../../../../chain/runtime/pallets/swap/storage.ts'
import { cryptoReady } from '../../../../../../shared/crypto/ready.ts'
import { expectConserved } from '../../../../../support/chain-invariants.ts'
import type { PalletHarness } from '../../../../../support/pallet-harness.ts'
import {
  expectOk,
  NETUID,
  nominator,
  populatedHarness,
  TAO,
  validatorA,
} from '../../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

const pooled = () => populatedHarness({ newSubnetMechanism: 1 })
const ONE = 1n << 64n
const reserves = ({ state }: PalletHarness) => [
  storage.SubnetTAO.get(state, NETUID),
  storage.SubnetAlphaIn.get(state, NETUID),
]
const mine = { hotkey: validatorA.hotkey, coldkey: nominator, netuid: NETUID }

describe('a subnet with a pool', () => {
  test('begins with the price of its registration at the median of all prices', () => {
    const h = pooled()
    expect(hasPool(h.state, NETUID)).toBe(true)
    expect(medianPrice(h.state, [1])).toBe(ONE)
    storage.SubnetTAO.put(h.state, [1], 40n * TAO)
    expect(medianPrice(h.state, [1])).toBe(4n * ONE)
    storage.SubnetMechanism.put(h.state, [NETUID], 0)
    expect(medianPrice(h.state, [1, NETUID])).toBe((4n * ONE + ONE) / 2n)
  })

  test('buys and sells stake against its reserves, and burns the fee', () => {
    const h = pooled()
    const { add_stake, remove_stake } = h.subtensor.calls
    const [tao, alpha] = reserves(h) as [bigint, bigint]
    const issued = issuanceBreakdown(h.state).issuance
    expectOk(h.call(add_stake, nominator, { hotkey: mine.hotkey, netuid: NETUID, amount_staked: 100n * TAO }))
    const fee = (100n * TAO * 33n) / 65_535n
    const paidIn = 100n * TAO - fee
    const bought = (alpha * paidIn) / (tao + paidIn)
    expect(stakeOf(h.state, mine)).toBe(bought)
    expect(reserves(h)).toEqual([tao + paidIn, alpha - bought])
    expect(issued - issuanceBreakdown(h.state).issuance).toBe(fee)
    expect(totalBalance(h.state, subnetAccount(NETUID))).toBe(tao + paidIn)
    expect(h.events.at(-1)).toMatchObject({
      name: 'StakeAdded',
      data: [nominator, mine.hotkey, 100n * TAO, bought, NETUID, fee],
    })
    expect(spotPrice(h.state, NETUID)).toBeGreaterThan(ONE)
    expect(swap.AlphaSqrtPrice.get(h.state, NETUID) ** 2n).toBeLessThanOrEqual(spotPrice(h.state, NETUID) << 64n)

    const before = totalBalance(h.state, nominator)
    expectOk(h.call(remove_stake, nominator, { hotkey: mine.hotkey, netuid: NETUID, amount_unstaked: bought }))
    const got = totalBalance(h.state, nominator) - before
    // Two fees of a twentieth of a percent are all that the way there and back cost.
    expect(got).toBeLessThan(100n * TAO - fee)
    expect(got).toBeGreaterThan(100n * TAO - 2n * fee - TAO / 1_000n)
    expectConserved(h.state)
  })

  test('sells registrations for token that is destroyed', () => {
    const h = pooled()
    const [tao] = reserves(h) as [bigint]
    // Five registrations rose the price from 1 TAO; every rao but the fees is in the pool.
    expect(tao).toBeGreaterThan(1_000n * TAO + 1_500n * TAO)
    expectConserved(h.state)
  })

  test('stakes up to a price, wholly or in part', () => {
    const h = pooled()
    const limit = (limit_price: bigint, allow_partial: boolean, tao = 1_000n) =>
      h.call(h.subtensor.calls.add_stake_limit, nominator, {
        hotkey: mine.hotkey,
        netuid: NETUID,
        amount_staked: tao * TAO,
        limit_price,
        allow_partial,
      })
    const now = (spotPrice(h.state, NETUID) * 1_000_000_000n) / ONE
    expect(limit(now - 1n, true)).toBe('Swap.PriceLimitExceeded')
    expect(limit(now + now / 100n, false)).toBe('SubtensorModule.SlippageTooHigh')
    const before = totalBalance(h.state, nominator)
    expect(limit(now + now / 100n, true)).toBe('ok')
    const after = (spotPrice(h.state, NETUID) * 1_000_000_000n) / ONE
    expect(after).toBeLessThanOrEqual(now + now / 100n)
    expect(after).toBeGreaterThan(now + now / 101n)
    expect(before - totalBalance(h.state, nominator)).toBeLessThan(20n * TAO)
    expect(limit(10n * now, false, 10n)).toBe('ok')
    expectConserved(h.state)
  })

  test('unstakes down to a price, wholly or in part', () => {
    const h = pooled()
    const { remove_stake_limit, remove_stake_full_limit } = h.subtensor.calls
    const where = { hotkey: validatorA.hotkey, netuid: NETUID }
    const own = { ...where, coldkey: validatorA.coldkey }
    const all = stakeOf(h.state, own)
    const now = (spotPrice(h.state, NETUID) * 1_000_000_000n) / ONE
    const remove = (limit_price: bigint, allow_partial: boolean) =>
      h.call(remove_stake_limit, validatorA.coldkey, { ...where, amount_unstaked: all, limit_price, allow_partial })
    expect(remove(now + 1_000n, true)).toBe('Swap.PriceLimitExceeded')
    expect(remove(now - now / 100n, false)).toBe('SubtensorModule.SlippageTooHigh')
    expect(remove(now - now / 100n, true)).toBe('ok')
    expect((spotPrice(h.state, NETUID) * 1_000_000_000n) / ONE).toBeGreaterThanOrEqual(now - now / 100n - 1n)
    expect(stakeOf(h.state, own)).toBeGreaterThan(0n)
    expect(h.call(remove_stake_full_limit, validatorA.coldkey, { ...where, limit_price: now })).not.toBe('ok')
    expect(h.call(remove_stake_full_limit, validatorA.coldkey, { ...where, limit_price: undefined })).toBe('ok')
    expect(stakeOf(h.state, own)).toBe(0n)
    expectConserved(h.state)
  })

  test('refuses what it cannot trade', () => {
    const h = pooled()
    const { add_stake, remove_stake } = h.subtensor.calls
    const where = { hotkey: validatorA.hotkey, netuid: NETUID }
    const tooMuch = storage.SubnetTAO.get(h.state, NETUID) * 1_000n + 1n
    expect(h.call(add_stake, nominator, { ...where, amount_staked: tooMuch })).toBe(
      'SubtensorModule.InsufficientLiquidity',
    )
    // With less than the least reserve of what it pays out a pool trades no more.
    storage.SubnetTAO.put(h.state, [NETUID], 999_999n)
    expect(h.call(remove_stake, validatorA.coldkey, { ...where, amount_unstaked: TAO })).toBe(
      'SubtensorModule.InsufficientLiquidity',
    )
  })
})

describe('at a constant price', () => {
  test('limits are met at 1 or never', () => {
    const h = populatedHarness()
    const add = (limit_price: bigint, allow_partial = false) =>
      h.call(h.subtensor.calls.add_stake_limit, nominator, {
        hotkey: mine.hotkey,
        netuid: NETUID,
        amount_staked: TAO,
        limit_price,
        allow_partial,
      })
    expect([add(TAO - 1n), add(TAO - 1n, true), add(TAO)]).toEqual([
      'SubtensorModule.SlippageTooHigh',
      'SubtensorModule.AmountTooLow',
      'ok',
    ])
  })
})
