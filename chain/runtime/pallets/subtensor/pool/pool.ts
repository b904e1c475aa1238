import type { ReadableStorage, Storage } from '../../../../interface.ts'
import { U64F64 } from '../../../../yuma/fixed.ts'
import { storage as assets } from '../../alpha-assets/storage.ts'
import { MINIMUM_RESERVE } from '../../swap/constants.ts'
import { storage as swap } from '../../swap/storage.ts'
import { ROOT_NETUID } from '../constants.ts'
import { storage } from '../storage.ts'
import { subnetExists } from '../subnets/subnet.ts'
import {
  MAX_INPUT_FACTOR,
  mostToBuy,
  mostToSell,
  type Reserves,
  squareRoot,
  type Trade,
  trade,
} from './constant-product.ts'

/** Kinds of price (`SubnetMechanism`): one rao of stake for one rao, or what the pool of the subnet gives. */
export const CONSTANT_PRICE = 0
export const CONSTANT_PRODUCT = 1
export type PriceMechanism = typeof CONSTANT_PRICE | typeof CONSTANT_PRODUCT

const UNLIMITED = (1n << 64n) - 1n
const UNIT_PRICE = 1_000_000_000n

/** Whether a subnet has a pool and so a token and a price of its own. Root never has. */
export const hasPool = (state: ReadableStorage, netuid: number): boolean =>
  netuid !== ROOT_NETUID && storage.SubnetMechanism.get(state, netuid) === CONSTANT_PRODUCT

/** What the pool of a subnet holds. */
export const reservesOf = (state: ReadableStorage, netuid: number): Reserves => ({
  tao: storage.SubnetTAO.get(state, netuid),
  alpha: storage.SubnetAlphaIn.get(state, netuid),
})

/** Price of a subnet token in TAO, raw U64F64; 0 for an empty pool. */
export function spotPrice(state: ReadableStorage, netuid: number): bigint {
  if (!hasPool(state, netuid)) return U64F64.one
  const { tao, alpha } = reservesOf(state, netuid)
  return U64F64.divide(U64F64.fromInteger(tao), U64F64.fromInteger(alpha))
}

/** Moving average of the price, raw U64F64. */
export const movingPrice = (state: ReadableStorage, netuid: number): bigint =>
  hasPool(state, netuid) ? storage.SubnetMovingPrice.get(state, netuid) << 32n : U64F64.one

/** Median of the prices of all subnets that have one, raw U64F64; of two middle ones the mean, of none 1. */
export function medianPrice(state: ReadableStorage, netuids: readonly number[]): bigint {
  const prices = netuids.map((netuid) => spotPrice(state, netuid)).filter((price) => price > 0n)
  prices.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const lower = prices[(prices.length - 1) >> 1]
  const upper = prices[prices.length >> 1]
  return lower === undefined || upper === undefined ? U64F64.one : (lower + upper) >> 1n
}

/** `free`: the trade costs no fee. */
export type FeeMode = 'with fee' | 'free'

/** Fee rate of trading with the pool of a subnet, of 65535; none at a constant price. */
export const feeRateOf = (state: ReadableStorage, netuid: number, mode: FeeMode) =>
  mode === 'free' || !hasPool(state, netuid) ? 0 : swap.FeeRate.get(state, netuid)

/** What an amount of TAO buys; `undefined` where there is no subnet or the pool cannot trade so much. */
export function quoteBuy(state: Storage, netuid: number, tao: bigint, mode: FeeMode): Trade | undefined {
  if (!hasPool(state, netuid)) return quoteConstant(state, netuid, tao)
  const reserves = reservesOf(state, netuid)
  return quote(reserves.tao, reserves.alpha, tao, feeRateOf(state, netuid, mode))
}

/** What an amount of subnet token sells for; `undefined` where there is no subnet or the pool cannot trade so much. */
export function quoteSell(state: Storage, netuid: number, alpha: bigint, mode: FeeMode): Trade | undefined {
  if (!hasPool(state, netuid)) return quoteConstant(state, netuid, alpha)
  const reserves = reservesOf(state, netuid)
  return quote(reserves.alpha, reserves.tao, alpha, feeRateOf(state, netuid, mode))
}

const quoteConstant = (state: Storage, netuid: number, amount: bigint): Trade | undefined =>
  subnetExists(state, netuid) ? { paidIn: amount, fee: 0n, paidOut: amount } : undefined

function quote(reserveIn: bigint, reserveOut: bigint, amount: bigint, feeRate: number): Trade | undefined {
  if (reserveOut < MINIMUM_RESERVE) return undefined
  const traded = trade(reserveIn, reserveOut, amount, feeRate)
  if (traded.paidIn > reserveIn * MAX_INPUT_FACTOR) return undefined
  return traded.paidIn > 0n && traded.paidOut === 0n ? undefined : traded
}

/** Most TAO that can buy before the price passes `limitPrice`, rao for one token. */
export function mostTaoWithin(state: ReadableStorage, netuid: number, limitPrice: bigint): bigint {
  if (!hasPool(state, netuid)) return limitPrice >= UNIT_PRICE ? UNLIMITED : 0n
  return mostToBuy(reservesOf(state, netuid), limitPrice, feeRateOf(state, netuid, 'with fee'))
}

/** Most subnet token that can be sold before the price falls below `limitPrice`, rao for one token. */
export function mostAlphaWithin(state: ReadableStorage, netuid: number, limitPrice: bigint): bigint {
  if (!hasPool(state, netuid)) return limitPrice <= UNIT_PRICE ? UNLIMITED : 0n
  return mostToSell(reservesOf(state, netuid), limitPrice, feeRateOf(state, netuid, 'with fee'))
}

/** Books a trade that bought subnet token. The caller has put the TAO in place and gives the token to somebody. */
export function bookBuy(state: Storage, netuid: number, { paidIn, fee, paidOut }: Trade): void {
  storage.SubnetAlphaOut.mutate(state, [netuid], (alpha) => alpha + paidOut)
  storage.SubnetVolume.mutate(state, [netuid], (volume) => volume + paidIn + fee)
  if (!hasPool(state, netuid)) return
  const { tao, alpha } = reservesOf(state, netuid)
  setReserves(state, netuid, { tao: tao + paidIn, alpha: alpha - paidOut })
}

/** Books a trade that sold subnet token. The caller has taken the token from somebody and moves the TAO. */
export function bookSell(state: Storage, netuid: number, { paidIn, paidOut }: Trade): void {
  storage.SubnetAlphaOut.mutate(state, [netuid], (alpha) => (alpha > paidIn ? alpha - paidIn : 0n))
  storage.SubnetVolume.mutate(state, [netuid], (volume) => volume + paidOut)
  if (!hasPool(state, netuid)) return
  const { tao, alpha } = reservesOf(state, netuid)
  setReserves(state, netuid, { tao: tao - paidOut, alpha: alpha + paidIn })
}

/** Writes what the pool of a subnet holds, and the price in the form that older clients read. */
export function setReserves(state: Storage, netuid: number, { tao, alpha }: Reserves): void {
  storage.SubnetTAO.put(state, [netuid], tao)
  storage.SubnetAlphaIn.put(state, [netuid], alpha)
  noteSqrtPrice(state, netuid)
}

/** Gives a new subnet its reserves; its token exists from then on. At a constant price they are for show. */
export function openPool(state: Storage, netuid: number, reserves: Reserves): void {
  setReserves(state, netuid, reserves)
  assets.TotalAlphaIssuance.put(state, [netuid], reserves.alpha)
}

/** Writes the square root of the price, raw U64F64, for clients of older runtimes. */
export function noteSqrtPrice(state: Storage, netuid: number): void {
  swap.AlphaSqrtPrice.put(state, [netuid], squareRoot(spotPrice(state, netuid) << 64n))
}
