import type { Value } from '../../../../../shared/scale/type.ts'
import type { BlockContext } from '../../../../frame/call.ts'
import { ensure, ModuleError } from '../../../../frame/error.ts'
import { ROOT_NETUID } from '../constants.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { releaseClaim } from '../pool/alpha.ts'
import { bookSell, hasPool, quoteSell } from '../pool/pool.ts'
import { moveTao, placeOfSubnet } from '../pool/tao-place.ts'
import { storage } from '../storage.ts'
import type { rootClaimType } from '../types.ts'
import type { Position } from './position.ts'
import { claimRates, noteRootStake, owedOf, wholeOwed } from './root-claims.ts'
import { increaseStake } from './stake.ts'

type ClaimType = Value<typeof rootClaimType>

/**
 * Pays a coldkey what it may claim on all hotkeys it stakes on, of the given subnets or of all; small amounts wait.
 * Emits RootClaimed. @throws ModuleError `InsufficientLiquidity` when a pool cannot buy what is to be sold.
 */
export function claimRootDividends(context: BlockContext, coldkey: Uint8Array, subnets?: readonly number[]): void {
  const { state, deposit } = context
  const type = storage.RootClaimType.get(state, coldkey)
  for (const hotkey of storage.StakingHotkeys.get(state, coldkey))
    for (const netuid of claimRates(state, hotkey).keys())
      if (subnets === undefined || subnets.includes(netuid)) claimOnSubnet(context, { hotkey, coldkey, netuid }, type)
  deposit(events.RootClaimed({ coldkey }))
}

function claimOnSubnet(context: BlockContext, position: Position, type: ClaimType): void {
  const { state } = context
  const { hotkey, coldkey, netuid } = position
  const owed = owedOf(state, hotkey, coldkey, netuid)
  if (owed < storage.RootClaimableThreshold.get(state, netuid)) return
  const amount = releaseClaim(state, netuid, wholeOwed(owed))
  if (amount === 0n) return
  if (isKept(type, netuid)) increaseStake(state, position, amount)
  else turnIntoRootStake(context, position, amount)
  storage.RootClaimed.mutate(state, [netuid, hotkey, coldkey], (claimed) => claimed + amount)
}

const isKept = (type: ClaimType, netuid: number): boolean =>
  type.tag === 'Keep' || (type.tag === 'KeepSubnets' && type.value.subnets.includes(netuid))

/** Sells subnet token without a fee and stakes the TAO on root. */
function turnIntoRootStake(context: BlockContext, { hotkey, coldkey, netuid }: Position, amount: bigint): void {
  const { state } = context
  const trade = quoteSell(state, netuid, amount, 'free')
  ensure(trade !== undefined, errors.InsufficientLiquidity, () => `${amount} rao of netuid ${netuid}`)
  // At a constant price what was held is TAO already; only a pool trades.
  if (hasPool(state, netuid)) bookSell(state, netuid, trade)
  const tao = trade.paidOut
  moveTao(context, { from: placeOfSubnet(state, netuid), to: 'stake', amount: tao, preservation: 'expendable' })
  storage.SubnetRootSellTao.mutate(state, [netuid], (sold) => sold + tao)
  const root = { hotkey, coldkey, netuid: ROOT_NETUID }
  increaseStake(state, root, tao)
  storage.SubnetTAO.mutate(state, [ROOT_NETUID], (total) => total + tao)
  noteRootStake(state, root, tao)
}

/**
 * Claims for a few of the coldkeys with root stake, chosen by the hash of the last block, so that everybody is paid in
 * time. A claim that fails is undone and left for later.
 */
export function claimForSome(context: BlockContext, blockHash: Uint8Array): void {
  const { state } = context
  const count = storage.NumStakingColdkeys.get(state)
  if (count === 0n) return
  for (const index of chooseIndices(blockHash, storage.NumRootClaim.get(state), count)) {
    const coldkey = storage.StakingColdkeysByIndex.get(state, index)
    if (coldkey !== undefined) claimOrUndo(context, coldkey)
  }
}

function claimOrUndo(context: BlockContext, coldkey: Uint8Array): void {
  const { state } = context
  const told: Parameters<BlockContext['deposit']>[0][] = []
  state.begin()
  try {
    claimRootDividends({ ...context, deposit: (event) => void told.push(event) }, coldkey)
    state.commit()
  } catch (error) {
    state.rollback()
    if (!(error instanceof ModuleError)) throw error
    return
  }
  for (const event of told) context.deposit(event)
}

const U64_MAX = (1n << 64n) - 1n

/** Up to `wanted` different numbers below `count`, ascending, walked out by the eight-byte words of a hash. */
export function chooseIndices(hash: Uint8Array, wanted: bigint, count: bigint): bigint[] {
  const words = new DataView(hash.buffer, hash.byteOffset, hash.byteLength)
  const chosen = new Set<bigint>()
  let last = words.getBigUint64(0)
  for (let i = 0n; i < wanted; i++) {
    const sum = last + words.getBigUint64(Number((i * 8n) % 32n))
    last = (sum > U64_MAX ? U64_MAX : sum) % count
    chosen.add(last)
  }
  return [...chosen].sort((a, b) => (a < b ? -1 : 1))
}
