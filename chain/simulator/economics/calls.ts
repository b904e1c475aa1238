import { RAO_PER_TAO } from '../../../shared/units.ts'
import type { RuntimeCall } from '../../frame/call.ts'

const call = (name: string, args: Readonly<Record<string, unknown>>): RuntimeCall => ({
  pallet: 'SubtensorModule',
  call: name,
  args,
})

/** Stakes rao of the caller's balance on a hotkey. */
export const addStake = (netuid: number, hotkey: Uint8Array, rao: bigint): RuntimeCall =>
  call('add_stake', { hotkey, netuid, amount_staked: rao })

/** Takes rao of the caller's stake on a hotkey back into its balance. */
export const removeStake = (netuid: number, hotkey: Uint8Array, rao: bigint): RuntimeCall =>
  call('remove_stake', { hotkey, netuid, amount_unstaked: rao })

/** Moves rao of the caller's stake from one hotkey to another of the same subnet. */
export const moveStake = (netuid: number, from: Uint8Array, to: Uint8Array, rao: bigint): RuntimeCall =>
  call('move_stake', {
    origin_hotkey: from,
    destination_hotkey: to,
    origin_netuid: netuid,
    destination_netuid: netuid,
    alpha_amount: rao,
  })

/** Buys a uid for a hotkey of the caller. */
export const register = (netuid: number, hotkey: Uint8Array): RuntimeCall => call('burned_register', { netuid, hotkey })

/** Raises or lowers the take of a hotkey of the caller, of 65 535. */
export const changeTake = (hotkey: Uint8Array, take: number, isIncrease: boolean): RuntimeCall =>
  call(isIncrease ? 'increase_take' : 'decrease_take', { hotkey, take })

/** Rao of TAO; the chain refuses operations below a few thousandths of one. */
export const raoOf = (tao: number): bigint => (BigInt(Math.round(tao * 1e6)) * RAO_PER_TAO) / 1_000_000n

/** Less than this is not worth a call: above what the chain takes as the least. */
export const LEAST_RAO = RAO_PER_TAO / 100n

/** A share, 0 to 1, of rao. */
export const shareOfRao = (rao: bigint, share: number): bigint =>
  rao > 0n ? (rao * BigInt(Math.round(share * 1e9))) / 1_000_000_000n : 0n
