import type { BlockContext } from '../../../../frame/call.ts'
import type { Storage } from '../../../../interface.ts'
import { blockEmission } from '../../../../yuma/emission-curve.ts'
import { U64F64 } from '../../../../yuma/fixed.ts'
import { putIn, raiseIssuance, totalBalance } from '../../balances/account.ts'
import { EXISTENTIAL_DEPOSIT } from '../../balances/constants.ts'
import { ROOT_NETUID } from '../constants.ts'
import { issuePending } from '../issuance.ts'
import { burnAlpha, mintAlphaOut, noteAlphaIn, recycleAlpha } from '../pool/alpha.ts'
import { bookBuy, hasPool, movingPrice, quoteBuy, reservesOf, setReserves, spotPrice } from '../pool/pool.ts'
import { storage } from '../storage.ts'
import { subnetAccount } from '../subnets/subnet.ts'
import { type PoolTerms, poolTerms, rootProportion } from './pool-terms.ts'
import { splitAlpha } from './split-alpha.ts'
import { taoOfShare, taoShares } from './tao-shares.ts'
import { taoWeightOf } from './tao-weight.ts'

/** Issues one block's emission of all subnets that emit: TAO and token into pools, token into what is pending. */
export function emitToSubnets(context: BlockContext, netuids: readonly number[], taoEmission: bigint): void {
  const { state } = context
  storage.SubnetRootSellTao.clear(state)
  // TAO goes into pools alone.
  const shares = netuids.some((netuid) => hasPool(state, netuid)) ? sharesOf(state, netuids) : []
  const isRootSold = isRootSellOn(state, netuids)
  // All terms come from the state before anything is put into a pool.
  const plans = netuids.map((netuid, i) => plan(state, netuid, taoOfShare(taoEmission, shares[i] ?? 0n)))
  for (const { netuid, terms } of plans) if (terms !== undefined) inject(context, netuid, terms)
  for (const { netuid, alphaEmission } of plans) issueAlpha(state, netuid, alphaEmission, isRootSold)
}

const sharesOf = (state: Storage, netuids: readonly number[]): readonly bigint[] =>
  taoShares(
    netuids.map((netuid) => ({
      movingPrice: movingPrice(state, netuid),
      minerBurned: storage.MinerBurned.get(state, netuid),
      isEnabled: storage.SubnetEmissionEnabled.get(state, netuid),
    })),
  )

/** Root stakers are paid in subnet tokens only while the prices of all subnets together are above 1. */
const isRootSellOn = (state: Storage, netuids: readonly number[]): boolean =>
  netuids.reduce((sum, netuid) => U64F64.add(sum, movingPrice(state, netuid)), 0n) > U64F64.one

function plan(state: Storage, netuid: number, tao: bigint) {
  const alphaEmission = blockEmission(alphaIssuance(state, netuid))
  // At a constant price participants are paid in rao that are TAO themselves, and there is no pool to put more into.
  if (!hasPool(state, netuid)) return { netuid, alphaEmission, terms: undefined }
  const price = spotPrice(state, netuid) >> 32n
  return {
    netuid,
    alphaEmission,
    terms: poolTerms({ tao, alphaEmission, price, rootProportion: rootShare(state, netuid) }),
  }
}

const alphaIssuance = (state: Storage, netuid: number): bigint =>
  storage.SubnetAlphaIn.get(state, netuid) + storage.SubnetAlphaOut.get(state, netuid)

/** Share of root stake in all stake of a subnet, raw U96F32. */
export function rootShare(state: Storage, netuid: number): bigint {
  const rootStake = storage.SubnetTAO.get(state, ROOT_NETUID)
  return rootStake === 0n ? 0n : rootProportion(rootStake, taoWeightOf(state, 0), alphaIssuance(state, netuid))
}

/** Puts new TAO and token into a pool, then lets the chain buy token with the TAO that had no token to go with it. */
function inject(context: BlockContext, netuid: number, { taoIn, alphaIn, excessTao }: PoolTerms): void {
  const { state } = context
  if (!canHold(state, netuid, taoIn)) return
  mintTao(context, netuid, taoIn)
  noteAlphaIn(state, netuid, alphaIn)
  const { tao, alpha } = reservesOf(state, netuid)
  if (taoIn > 0n || alphaIn > 0n) setReserves(state, netuid, { tao: tao + taoIn, alpha: alpha + alphaIn })
  storage.SubnetTaoInEmission.put(state, [netuid], taoIn)
  storage.SubnetAlphaInEmission.put(state, [netuid], alphaIn)

  const bought = excessTao > 0n ? quoteBuy(state, netuid, excessTao, 'free') : undefined
  if (bought !== undefined) {
    mintTao(context, netuid, excessTao)
    bookBuy(state, netuid, bought)
    storage.SubnetProtocolAlpha.mutate(state, [netuid], (owned) => owned + bought.paidOut)
  }
  storage.SubnetExcessTao.put(state, [netuid], bought?.paidIn ?? 0n)
}

/** An empty pool has no account yet, and its first TAO must be enough to make one. */
const canHold = (state: Storage, netuid: number, tao: bigint): boolean =>
  totalBalance(state, subnetAccount(netuid)) + tao >= EXISTENTIAL_DEPOSIT

function mintTao(context: BlockContext, netuid: number, amount: bigint): void {
  if (amount === 0n) return
  raiseIssuance(context.state, amount)
  putIn(context, subnetAccount(netuid), amount)
}

/** Issues one block's token of a subnet into what is pending. */
function issueAlpha(state: Storage, netuid: number, alphaEmission: bigint, isRootSold: boolean): void {
  storage.SubnetAlphaOutEmission.put(state, [netuid], alphaEmission)
  const ownerCut = storage.OwnerCutEnabled.get(state, netuid) ? storage.SubnetOwnerCut.get(state) : undefined
  const before = storage.SubnetAlphaOut.get(state, netuid)
  // The root share counts this block's token as existing.
  storage.SubnetAlphaOut.put(state, [netuid], before + alphaEmission)
  const split = splitAlpha({ alphaEmission, ownerCut, rootProportion: rootShare(state, netuid) })
  const isPool = hasPool(state, netuid)
  // With a pool each part is counted as it is issued; at a constant price the whole is, with the fractions of rao.
  if (isPool) storage.SubnetAlphaOut.put(state, [netuid], before)
  issuePending(state, storage.PendingOwnerCut, netuid, split.owner)
  issuePending(state, storage.PendingServerEmission, netuid, split.server)
  issuePending(state, storage.PendingValidatorEmission, netuid, split.validator)
  if (isRootSold) issuePending(state, storage.PendingRootAlphaDivs, netuid, split.root)
  else recycleNew(state, netuid, split.root)
  if (!isPool) return
  const fractions = alphaEmission - split.owner - split.server - split.validator - split.root
  mintAlphaOut(state, netuid, fractions)
  burnAlpha(state, netuid, fractions)
}

/** Makes and destroys token at once: the books say that the curve gave it and that it may be given again. */
function recycleNew(state: Storage, netuid: number, amount: bigint): void {
  if (amount === 0n) return
  if (hasPool(state, netuid)) mintAlphaOut(state, netuid, amount)
  else raiseIssuance(state, amount)
  recycleAlpha(state, netuid, amount)
}
