import { describe, expect, test } from 'vitest'
import { distributeDividends } from '../../../../../chain/runtime/pallets/subtensor/coinbase/dividends.ts'
import { splitAlpha } from '../../../../../chain/runtime/pallets/subtensor/coinbase/split-alpha.ts'
import { blocksUntilAutoEpoch, nextEpochBlock } from '../../../../../chain/runtime/pallets/subtensor/epoch/schedule.ts'
import { choosePruned } from '../../../../../chain/runtime/pallets/subtensor/registration/pruning.ts'
import { isValidIp } from '../../../../../chain/runtime/pallets/subtensor/serving/address.ts'
import emission from '../../../../vectors/runtime/emission.json' with { type: 'json' }
import registration from '../../../../vectors/runtime/weights-registration.json' with { type: 'json' }

describe('numbers of subtensor', () => {
  test.each(emission.splits)('one block of $alpha_emission rao is split exactly', (vector) => {
    const split = splitAlpha({
      alphaEmission: BigInt(vector.alpha_emission),
      ownerCut: vector.owner_cut_enabled ? vector.owner_cut_u16 : undefined,
      rootProportion: BigInt(vector.root_proportion),
    })
    expect(split).toEqual({
      owner: BigInt(vector.pending_owner_cut_added),
      server: BigInt(vector.pending_server_added),
      validator: BigInt(vector.pending_validator_added),
      root: 0n,
    })
  })

  test.each(emission.dividends)(
    'dividends are shared out exactly: $name',
    ({ inputs, exact_u96f32_bits_by_rule: exact }) => {
      const stakes: Record<string, string[]> = inputs['stake_map_hotkey_to_[alpha,root]']
      const dividends: Record<string, string> = inputs.dividends
      const hotkeys = Object.keys(stakes)
      const payouts = distributeDividends(
        hotkeys.map((hotkey) => ({
          alphaStake: BigInt(stakes[hotkey]![0]!),
          rootStake: BigInt(stakes[hotkey]![1]!),
          dividend: BigInt(dividends[hotkey]!),
        })),
        {
          validatorAlpha: BigInt(inputs.pending_validator_alpha),
          rootAlpha: BigInt(inputs.pending_root_alpha),
          taoWeight: BigInt(inputs.tao_weight_u96f32_bits),
        },
      )
      const expected = hotkeys.map((hotkey) => ({
        alpha: BigInt((exact.alpha_dividends as Record<string, string>)[hotkey]!),
        root: BigInt((exact.root_alpha_dividends as Record<string, string>)[hotkey]!),
      }))
      expect(payouts).toEqual(expected)
    },
  )

  test.each(registration.pruning)('pruning: $name', (vector) => {
    const candidates = vector.emission.map((amount, uid) => ({
      uid,
      emission: BigInt(amount),
      registeredAt: BigInt(vector.block_at_registration![uid]!),
      isImmune: vector.current_block! - vector.block_at_registration![uid]! < vector.immunity_period!,
    }))
    const immortal: readonly number[] = vector.immortal_uids ?? []
    const mortal = candidates.filter(({ uid }) => !immortal.includes(uid))
    expect(choosePruned(mortal, vector.min_non_immune_uids)).toBe(vector.expected)
  })

  test('pruning spares the established when few are out of immunity', () => {
    const candidates = [false, false, false, true].map((isImmune, uid) => ({
      uid,
      emission: 0n,
      registeredAt: 0n,
      isImmune,
    }))
    expect(choosePruned(candidates, 3)).toBe(3)
    expect(choosePruned(candidates, 2)).toBe(0)
    expect(choosePruned(candidates.slice(0, 3), 3)).toBeUndefined()
    expect(choosePruned([], 0)).toBeUndefined()
  })

  test.each(registration.ipAddresses)('IP $ip of type $ip_type, zero allowed: $allow_zero', (vector) => {
    const rules = { allowZero: vector.allow_zero, allowLoopback: false }
    expect(isValidIp(BigInt(vector.ip), vector.ip_type, rules)).toBe(vector.expected_valid)
  })

  test.each(registration.schedule)('$fn of tempo $tempo', (vector) => {
    const lastEpochBlock = BigInt(vector.last_epoch_block ?? '0')
    const expected = vector.expected === null ? undefined : BigInt(vector.expected)
    const { tempo } = vector
    if (vector.fn === 'get_next_epoch_start_block') {
      const pendingEpochAt = BigInt(vector.pending_epoch_at ?? '0')
      expect(nextEpochBlock({ lastEpochBlock, tempo, pendingEpochAt })).toBe(expected)
    } else expect(blocksUntilAutoEpoch({ lastEpochBlock, tempo, block: BigInt(vector.block!) })).toBe(expected)
  })
})
