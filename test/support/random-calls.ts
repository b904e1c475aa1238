import type { RuntimeCall } from '../../chain/frame/call.ts'
import type { Storage } from '../../chain/interface.ts'
import { stakeOf } from '../../chain/runtime/pallets/subtensor/staking/stake.ts'
import { storage } from '../../chain/runtime/pallets/subtensor/storage.ts'
import { allNetuids } from '../../chain/runtime/pallets/subtensor/subnets/subnet.ts'
import { type Keypair, keypairFromUri } from '../../shared/crypto/keypair.ts'
import type { Rng } from '../../shared/rng.ts'
import { RAO_PER_TAO } from '../../shared/units.ts'

export interface Cast {
  /** The first is the sudo key. */
  readonly coldkeys: readonly Keypair[]
  readonly hotkeys: readonly Keypair[]
}

export const createCast = (): Cast => ({
  coldkeys: ['//Alice', '//Bob', '//cold/1', '//cold/2', '//cold/3'].map(keypairFromUri),
  hotkeys: Array.from({ length: 9 }, (_, i) => keypairFromUri(`//hot/${i}`)),
})

export interface SignedCall {
  readonly signer: Keypair
  readonly call: RuntimeCall
}

const PALLET = 'SubtensorModule'
const UNIT = 1_000_000_000n

/** Draws calls of every kind, valid and not, that suit the state of the moment more often than not. */
export function createRandomCalls(cast: Cast, rng: Rng, state: Storage): () => SignedCall {
  const between = (least: number, most: number) => least + rng.below(most - least + 1)
  const pick = <T>(list: readonly T[]): T => list[between(0, list.length - 1)]!
  const chance = (percent: number) => between(0, 99) < percent
  const netuid = () => (chance(65) ? between(2, 3) : chance(90) ? pick(allNetuids(state)) : between(0, 9))
  const coldkey = () => pick(cast.coldkeys)
  const hotkey = () => (chance(97) ? pick(cast.hotkeys).publicKey : pick(cast.coldkeys).publicKey)
  const big = (most: bigint) => (most * BigInt(between(0, 1_000_000))) / 1_000_000n
  const amount = () =>
    chance(80) ? big(200n * RAO_PER_TAO) : pick([0n, 1n, 1_999_999n, 2_000_000n, 2n ** 64n - 1n, big(3_000_000n)])
  const price = () => (chance(70) ? (UNIT * BigInt(between(1, 3_000))) / 1_000n : pick([0n, UNIT, 2n ** 64n - 1n]))
  const flag = () => chance(50)

  /** Somebody's stake, mostly one that exists. */
  const position = () => {
    const all = [...storage.AlphaV2.entries(state)].map(([[hot, cold, on]]) => ({ hot, cold, on }))
    const known = all.filter(({ cold }) => cast.coldkeys.some(({ publicKey }) => Buffer.compare(publicKey, cold) === 0))
    const found =
      known.length > 0 && chance(90) ? pick(known) : { hot: hotkey(), cold: coldkey().publicKey, on: netuid() }
    const signer = cast.coldkeys.find(({ publicKey }) => Buffer.compare(publicKey, found.cold) === 0) ?? coldkey()
    const stake = stakeOf(state, { hotkey: found.hot, coldkey: signer.publicKey, netuid: found.on })
    const part = chance(25) ? stake : chance(10) ? stake + 1n : big(stake)
    return { signer, hotkey: found.hot, netuid: found.on, part }
  }
  const ownerOf = (on: number) => {
    const owner = storage.SubnetOwner.get(state, on)
    return cast.coldkeys.find(({ publicKey }) => Buffer.compare(publicKey, owner) === 0) ?? coldkey()
  }
  const by = (signer: Keypair, call: string, args: Record<string, unknown>): SignedCall => ({
    signer,
    call: { pallet: PALLET, call, args },
  })
  const root = (pallet: string, call: string, args: Record<string, unknown>): SignedCall => ({
    signer: chance(95) ? cast.coldkeys[0]! : coldkey(),
    call: { pallet: 'Sudo', call: 'sudo', args: { call: { pallet, call, args } } },
  })
  const sharesOf = () =>
    Array.from({ length: between(0, 3) }, () => [chance(90) ? BigInt(rng.u32()) << 30n : 2n ** 64n - 1n, hotkey()])

  const makers: readonly (readonly [weight: number, make: () => SignedCall])[] = [
    [2, () => by(coldkey(), 'register_network', { hotkey: hotkey() })],
    [3, () => ((on) => by(ownerOf(on), 'start_call', { netuid: on }))(netuid())],
    [8, () => by(coldkey(), 'burned_register', { netuid: netuid(), hotkey: hotkey() })],
    [3, () => by(coldkey(), 'register_limit', { netuid: netuid(), hotkey: hotkey(), limit_price: amount() })],
    [3, () => by(coldkey(), 'root_register', { hotkey: hotkey() })],
    [3, () => by(coldkey(), 'try_associate_hotkey', { hotkey: hotkey() })],
    [16, () => by(coldkey(), 'add_stake', { hotkey: hotkey(), netuid: netuid(), amount_staked: amount() })],
    [
      5,
      () =>
        by(coldkey(), 'add_stake_limit', {
          hotkey: hotkey(),
          netuid: netuid(),
          amount_staked: amount(),
          limit_price: price(),
          allow_partial: flag(),
        }),
    ],
    [
      8,
      () => {
        const { signer, part, ...where } = position()
        return by(signer, 'remove_stake', { ...where, amount_unstaked: part })
      },
    ],
    [
      4,
      () => {
        const { signer, part, ...where } = position()
        const limits = { limit_price: price(), allow_partial: flag() }
        return by(signer, 'remove_stake_limit', { ...where, amount_unstaked: part, ...limits })
      },
    ],
    [
      2,
      () => {
        const { signer, part: _, ...where } = position()
        return by(signer, 'remove_stake_full_limit', { ...where, limit_price: flag() ? price() : undefined })
      },
    ],
    [1, () => ((at) => by(at.signer, 'unstake_all', { hotkey: at.hotkey }))(position())],
    [1, () => ((at) => by(at.signer, 'unstake_all_alpha', { hotkey: at.hotkey }))(position())],
    [
      5,
      () => {
        const at = position()
        return by(at.signer, 'move_stake', {
          origin_hotkey: at.hotkey,
          destination_hotkey: hotkey(),
          origin_netuid: at.netuid,
          destination_netuid: chance(50) ? at.netuid : netuid(),
          alpha_amount: at.part,
        })
      },
    ],
    [
      4,
      () => {
        const at = position()
        return by(at.signer, 'transfer_stake', {
          destination_coldkey: coldkey().publicKey,
          hotkey: at.hotkey,
          origin_netuid: at.netuid,
          destination_netuid: chance(50) ? at.netuid : netuid(),
          alpha_amount: at.part,
        })
      },
    ],
    [
      5,
      () => {
        const at = position()
        const route = { origin_netuid: at.netuid, destination_netuid: netuid(), alpha_amount: at.part }
        const limits = { limit_price: price(), allow_partial: flag() }
        return flag()
          ? by(at.signer, 'swap_stake', { hotkey: at.hotkey, ...route })
          : by(at.signer, 'swap_stake_limit', { hotkey: at.hotkey, ...route, ...limits })
      },
    ],
    [
      2,
      () =>
        ((at) => by(at.signer, 'burn_alpha', { hotkey: at.hotkey, amount: at.part / 8n, netuid: at.netuid }))(
          position(),
        ),
    ],
    [
      2,
      () =>
        ((at) => by(at.signer, 'recycle_alpha', { hotkey: at.hotkey, amount: at.part / 8n, netuid: at.netuid }))(
          position(),
        ),
    ],
    [5, () => by(coldkey(), 'set_children', { hotkey: hotkey(), netuid: netuid(), children: sharesOf() })],
    [2, () => by(coldkey(), 'set_childkey_take', { hotkey: hotkey(), netuid: netuid(), take: between(0, 13_000) })],
    [
      1,
      () => by(coldkey(), flag() ? 'increase_take' : 'decrease_take', { hotkey: hotkey(), take: between(0, 13_000) }),
    ],
    [2, () => by(coldkey(), 'set_coldkey_auto_stake_hotkey', { netuid: netuid(), hotkey: hotkey() })],
    [4, () => by(coldkey(), 'claim_root', { subnets: [...new Set([netuid(), netuid()])].sort((a, b) => a - b) })],
    [
      2,
      () =>
        by(coldkey(), 'set_root_claim_type', {
          new_root_claim_type: pick([
            { tag: 'Swap' },
            { tag: 'Keep' },
            { tag: 'KeepSubnets', value: { subnets: flag() ? [2, 3] : [] } },
          ]),
        }),
    ],
    [
      14,
      () => {
        const on = chance(90) ? between(2, 4) : netuid()
        const n = storage.SubnetworkN.get(state, on)
        const dests = Array.from({ length: n }, (_, uid) => uid).filter(() => chance(70))
        if (chance(5)) dests.push(n)
        const neuron = n > 0 && chance(85) ? storage.Keys.get(state, on, between(0, n - 1)) : undefined
        const signer = cast.hotkeys.find(({ publicKey }) => neuron && Buffer.compare(publicKey, neuron) === 0)
        const weights = dests.map(() => between(0, 65_535))
        return by(signer ?? pick(cast.hotkeys), 'set_weights', { netuid: on, dests, weights, version_key: 0n })
      },
    ],
    [1, () => ((on) => by(ownerOf(on), 'trigger_epoch', { netuid: on }))(netuid())],
    [
      1,
      () =>
        ((on) => by(ownerOf(on), 'set_activity_cutoff_factor', { netuid: on, factor_milli: between(500, 60_000) }))(
          netuid(),
        ),
    ],
    [1, () => ((on) => by(ownerOf(on), 'set_tempo', { netuid: on, tempo: between(300, 400) }))(netuid())],
    [5, () => root('AdminUtils', 'sudo_set_commit_reveal_weights_enabled', { netuid: netuid(), enabled: false })],
    [3, () => root('AdminUtils', 'sudo_set_subnet_emission_enabled', { netuid: netuid(), enabled: chance(80) })],
    [3, () => root('AdminUtils', 'sudo_set_weights_set_rate_limit', { netuid: netuid(), weights_set_rate_limit: 0n })],
    [1, () => root('AdminUtils', 'sudo_trim_to_max_allowed_uids', { netuid: netuid(), max_n: between(2, 8) })],
    [1, () => root('AdminUtils', 'sudo_set_nominator_min_required_stake', { min_stake: BigInt(between(0, 10 ** 9)) })],
    [
      1,
      () =>
        root('AdminUtils', 'sudo_set_recycle_or_burn', {
          netuid: netuid(),
          recycle_or_burn: { tag: flag() ? 'Burn' : 'Recycle' },
        }),
    ],
    [1, () => root('AdminUtils', 'sudo_set_owner_cut_enabled', { netuid: netuid(), enabled: chance(70) })],
    [1, () => root('AdminUtils', 'sudo_set_toggle_transfer', { netuid: netuid(), toggle: chance(80) })],
    [2, () => root('AdminUtils', 'sudo_set_tempo', { netuid: netuid(), tempo: between(3, 12) })],
    [1, () => root('AdminUtils', 'sudo_set_immunity_period', { netuid: netuid(), immunity_period: between(0, 40) })],
    [1, () => root('Swap', 'set_fee_rate', { netuid: netuid(), rate: pick([0, 33, 5_000, 10_000, 10_001]) })],
    [
      1,
      () =>
        chance(15)
          ? root(PALLET, 'root_dissolve_network', { netuid: netuid() })
          : root(PALLET, 'sudo_set_num_root_claims', { new_value: 5n }),
    ],
    [
      2,
      () => ({
        signer: coldkey(),
        call: {
          pallet: 'Balances',
          call: 'transfer_allow_death',
          args: { dest: { tag: 'Id', value: [pick([coldkey().publicKey, hotkey()])] }, value: amount() / 4n },
        },
      }),
    ],
    [
      1,
      () => ({
        signer: coldkey(),
        call: { pallet: 'Balances', call: 'burn', args: { value: amount() / 8n, keep_alive: flag() } },
      }),
    ],
  ]
  const total = makers.reduce((sum, [weight]) => sum + weight, 0)
  return () => {
    let at = between(0, total - 1)
    for (const [weight, make] of makers) {
      if (at < weight) return make()
      at -= weight
    }
    throw new Error('unreachable: the weights sum to the total')
  }
}
