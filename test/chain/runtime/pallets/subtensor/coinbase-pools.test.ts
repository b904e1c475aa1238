import { beforeAll, describe, expect, test } from 'vitest'
import { storage as assets } from '../../../../../chain/runtime/pallets/alpha-assets/storage.ts'
import { poolTerms, rootProportion } from '../../../../../chain/runtime/pallets/subtensor/coinbase/pool-terms.ts'
import { taoOfShare, taoShares } from '../../../../../chain/runtime/pallets/subtensor/coinbase/tao-shares.ts'
import { issuanceBreakdown } from '../../../../../chain/runtime/pallets/subtensor/issuance.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { expectConserved } from '../../../../support/chain-invariants.ts'
import { expectOk, NETUID, nominator, populatedHarness, TAO, validatorA } from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

const U64F64_ONE = 1n << 64n
const U96F32_ONE = 1n << 32n

describe('shares of TAO', () => {
  const claim = (price: bigint, burned = 0n, isEnabled = true) => ({
    movingPrice: (price * U64F64_ONE) / 100n,
    minerBurned: (burned * U96F32_ONE) / 100n,
    isEnabled,
  })
  /** Thousandths, rounded. */
  const shares = (...claims: ReturnType<typeof claim>[]) =>
    taoShares(claims).map((share) => Math.round((Number(share) / Number(U64F64_ONE)) * 1_000))

  test('follow moving prices', () => {
    expect(shares(claim(100n), claim(300n))).toEqual([250, 750])
    expect(shares(claim(0n), claim(0n))).toEqual([0, 0])
    expect(shares()).toEqual([])
  })

  test('shrink where incentive is withheld, unless it is everywhere', () => {
    expect(shares(claim(100n, 50n), claim(100n))).toEqual([333, 667])
    expect(shares(claim(100n, 100n), claim(300n, 100n))).toEqual([250, 750])
    // More than all counts as all.
    expect(shares(claim(100n, 150n), claim(300n))).toEqual([0, 1_000])
  })

  test('of disabled subnets go to the enabled ones', () => {
    expect(shares(claim(100n), claim(100n), claim(200n, 0n, false))).toEqual([500, 500, 0])
    expect(shares(claim(100n, 0n, false))).toEqual([0])
  })

  test('are of the whole block emission', () => {
    expect(taoOfShare(10n ** 9n, U64F64_ONE / 4n)).toBe(250_000_000n << 32n)
  })
})

describe('the terms of a pool', () => {
  const given = { alphaEmission: 10n ** 9n, price: U96F32_ONE / 2n, rootProportion: U96F32_ONE }

  test('put token in at the price of the moment', () => {
    expect(poolTerms({ ...given, tao: (10n ** 8n) << 32n })).toEqual({
      taoIn: 100_000_000n,
      alphaIn: 200_000_000n,
      excessTao: 0n,
    })
  })

  test('are capped by the share of root, and the rest buys token', () => {
    expect(poolTerms({ ...given, tao: (10n ** 8n) << 32n, rootProportion: U96F32_ONE / 10n })).toEqual({
      taoIn: 49_999_999n,
      alphaIn: 99_999_999n,
      excessTao: 50_000_000n,
    })
    expect(poolTerms({ ...given, tao: 7n << 32n, rootProportion: 0n })).toEqual({
      taoIn: 0n,
      alphaIn: 0n,
      excessTao: 7n,
    })
  })

  test('put in TAO alone where there is no price', () => {
    expect(poolTerms({ ...given, tao: 7n << 32n, price: 0n })).toEqual({ taoIn: 7n, alphaIn: 0n, excessTao: 0n })
  })

  test('know the share of root', () => {
    expect(rootProportion(0n, U96F32_ONE, 0n)).toBe(0n)
    expect(rootProportion(100n, U96F32_ONE / 2n, 150n)).toBe(U96F32_ONE / 4n)
  })
})

describe('a block of a subnet with a pool', () => {
  const pooled = () => {
    const h = populatedHarness({ newSubnetMechanism: 1 })
    storage.SubnetEmissionEnabled.put(h.state, [NETUID], true)
    storage.SubnetMovingPrice.put(h.state, [NETUID], 1n << 32n)
    return h
  }

  test('issues one token to participants, of which the fractions are nobody’s', () => {
    const h = pooled()
    const before = issuanceBreakdown(h.state).tokens.find(({ netuid }) => netuid === NETUID)!
    h.nextBlock()
    const after = issuanceBreakdown(h.state).tokens.find(({ netuid }) => netuid === NETUID)!
    expect(storage.PendingOwnerCut.get(h.state, NETUID)).toBe(179_995_422n)
    expect(storage.PendingServerEmission.get(h.state, NETUID)).toBe(410_002_288n)
    expect(after.issuance - before.issuance).toBe(TAO)
    expect(after.pending - before.pending).toBe(999_999_998n)
    expect(after.burned - before.burned).toBe(2n)
    expectConserved(h.state)
  })

  test('buys token with all TAO while there is no root stake', () => {
    const h = pooled()
    const issued = issuanceBreakdown(h.state).issuance
    const [tao, alpha] = [storage.SubnetTAO.get(h.state, NETUID), storage.SubnetAlphaIn.get(h.state, NETUID)]
    h.nextBlock()
    const emission = storage.BlockEmission.get(h.state)
    expect(storage.SubnetExcessTao.get(h.state, NETUID)).toBe(emission)
    expect(storage.SubnetTaoInEmission.get(h.state, NETUID)).toBe(0n)
    expect(storage.SubnetTAO.get(h.state, NETUID)).toBe(tao + emission)
    const bought = (alpha * emission) / (tao + emission)
    expect(storage.SubnetProtocolAlpha.get(h.state, NETUID)).toBe(bought)
    expect(issuanceBreakdown(h.state).issuance - issued).toBe(emission)
    expectConserved(h.state)
  })

  test('puts token beside TAO up to the share of root', () => {
    const h = pooled()
    expectOk(
      h.call(h.subtensor.calls.add_stake, nominator, {
        hotkey: validatorA.hotkey,
        netuid: 0,
        amount_staked: 4_000n * TAO,
      }),
    )
    h.nextBlock()
    expect(storage.SubnetTaoInEmission.get(h.state, NETUID)).toBeGreaterThan(0n)
    expect(storage.SubnetAlphaInEmission.get(h.state, NETUID)).toBeGreaterThan(0n)
    expect(storage.RootProp.get(h.state, NETUID)).toBeGreaterThan(0n)
    // Prices of all subnets do not sum to more than 1, so what root would get is recycled.
    expect(storage.PendingRootAlphaDivs.get(h.state, NETUID)).toBe(0n)
    expect(assets.AlphaRecycled.get(h.state, NETUID)).toBeGreaterThan(0n)
    expectConserved(h.state)
  })

  test('gets no TAO while root has not enabled it', () => {
    const h = pooled()
    storage.SubnetEmissionEnabled.put(h.state, [NETUID], false)
    const issued = issuanceBreakdown(h.state).issuance
    h.nextBlock()
    expect(issuanceBreakdown(h.state).issuance).toBe(issued)
    expectConserved(h.state)
  })

  test('follows the spot price, which counts at most as 1', () => {
    const h = pooled()
    storage.SubnetMovingAlpha.put(h.state, [], 1n << 31n)
    storage.EMAPriceHalvingBlocks.put(h.state, [NETUID], 1n)
    for (const [tao, expected] of [[50n, 0.5] as const, [500n, 1] as const]) {
      storage.SubnetTAO.put(h.state, [NETUID], tao * TAO)
      storage.SubnetAlphaIn.put(h.state, [NETUID], 100n * TAO)
      storage.SubnetEmissionEnabled.put(h.state, [NETUID], false)
      h.toBlock(h.block() + 40)
      expect(Number(storage.SubnetMovingPrice.get(h.state, NETUID)) / 2 ** 32).toBeCloseTo(expected, 2)
    }
  })

  test('keeps every rao through epochs with withheld incentive, burnt and recycled', () => {
    for (const tag of ['Burn', 'Recycle'] as const) {
      const h = pooled()
      storage.RecycleOrBurn.put(h.state, [NETUID], { tag })
      h.toBlock(11)
      expectOk(
        h.call(h.subtensor.calls.set_weights, validatorA.hotkey, {
          netuid: NETUID,
          dests: [0, 3, 4],
          weights: [5, 3, 1],
          version_key: 0n,
        }),
      )
      h.toBlock(32)
      expect(storage.MinerBurned.get(h.state, NETUID)).toBeGreaterThan(0n)
      expectConserved(h.state)
    }
  })
})
