import { compactU64 } from '../../../shared/scale/compact.ts'
import { newtype } from '../../../shared/scale/compound.ts'
import type { BlockContext } from '../../frame/call.ts'
import type { Currency } from '../../frame/currency.ts'
import type { DispatchInfo } from '../../frame/dispatch-info.ts'
import { DispatchFaultError } from '../../frame/error.ts'
import { defineExtension } from '../../frame/extension.ts'
import { totalFee } from '../../frame/fee.ts'
import { BLOCK_LENGTH, BLOCK_WEIGHTS, fullRefTime } from '../../frame/limits.ts'
import { invalid } from '../../frame/validity.ts'
import { events } from '../pallets/transaction-payment/events.ts'
import { OPERATIONAL_FEE_MULTIPLIER } from '../pallets/transaction-payment/index.ts'
import { nothingImplied } from './empty.ts'

/**
 * Takes fee and tip before the dispatch and burns them, so that issuance always equals what exists: no block of this
 * chain has an author to be paid. A call that waives its fee gets all but the tip back.
 */
export const createChargeTransactionPayment = (currency: Currency) =>
  defineExtension({
    identifier: 'ChargeTransactionPayment',
    extra: newtype(['pallet_transaction_payment', 'ChargeTransactionPayment'], compactU64),
    ...nothingImplied,
    tip: (tip: bigint) => tip,
    validate({ state }, { who, info, length }, tip) {
      const fee = totalFee(info, length) + tip
      const free = fee > 0n ? currency.free(state, who) : 0n
      if (fee > free) throw invalid('Payment', `fee and tip are ${fee} rao; the account can pay ${free}`)
      return { priority: priorityOf(info, length, tip) }
    },
    prepare(context, { who, info, length }, tip) {
      const paid = totalFee(info, length) + tip
      if (paid > 0n) withdraw(currency, context, who, paid)
      return { paid, tip }
    },
    postDispatch(context, { who }, { paid, tip }, { paysFee }) {
      const actual_fee = paysFee ? paid : tip
      if (paid > actual_fee) refund(currency, context, who, paid - actual_fee)
      context.deposit(events.TransactionFeePaid({ who, actual_fee, tip }))
    },
  })

/** A withdrawal that fails keeps the extrinsic out of the block. */
function withdraw(currency: Currency, context: BlockContext, who: Uint8Array, amount: bigint): void {
  try {
    currency.withdraw(context, who, amount)
  } catch (error) {
    if (error instanceof DispatchFaultError) throw invalid('Payment', error.message)
    throw error
  }
}

/** A refund that the account cannot take, because the call ended it and the rest is below the minimum, stays burned. */
function refund(currency: Currency, context: BlockContext, who: Uint8Array, amount: bigint): void {
  context.state.begin()
  try {
    currency.deposit(context, who, amount)
    context.state.commit()
  } catch (error) {
    context.state.rollback()
    if (!(error instanceof DispatchFaultError)) throw error
  }
}

/** So that the pool fills blocks with what pays most for its share of a block (polkadot-sdk, `get_priority`). */
function priorityOf(info: DispatchInfo, length: number, tip: bigint): bigint {
  const perWeight = BLOCK_WEIGHTS.max_block.ref_time / atLeastOne(fullRefTime(info))
  const perLength = BigInt(BLOCK_LENGTH.max[info.class]) / atLeastOne(BigInt(length))
  const perBlock = perWeight < perLength ? perWeight : perLength
  const boost = info.class === 'operational' ? totalFee(info, length) * BigInt(OPERATIONAL_FEE_MULTIPLIER) : 0n
  return (tip + 1n + boost) * perBlock
}

const atLeastOne = (value: bigint): bigint => (value < 1n ? 1n : value)
