import type { Shape } from '../../../../shared/scale/compound.ts'
import { u16 } from '../../../../shared/scale/primitives.ts'
import { type AnyCall, type DispatchContext, defineCall } from '../../../frame/call.ts'
import { DispatchFaultError, ensure } from '../../../frame/error.ts'
import { ensureRoot } from '../../../frame/origin.ts'
import type { Storage } from '../../../interface.ts'
import { isFrozen } from '../subtensor/epoch/schedule.ts'
import { errors as subtensorErrors } from '../subtensor/errors.ts'
import { storage } from '../subtensor/storage.ts'
import { isSubnetOwner, subnetExists } from '../subtensor/subnets/subnet.ts'
import { errors } from './errors.ts'
import type { SubnetSetting } from './setting.ts'

/** A setting of a subnet whose owner is limited as a kind of transaction is, and not as hyperparameters are. */
export interface TransactionSetting<T>
  extends Pick<SubnetSetting<T>, 'index' | 'docs' | 'argument' | 'type' | 'check' | 'apply'> {
  readonly limit: {
    /** Last key of `TransactionKeyLastBlock`. */
    readonly kind: number
    /** Blocks between two changes by the owner. */
    blocks(state: Storage, netuid: number): bigint
  }
}

/** The call that changes it: for owner and root, frozen before epochs. */
export function transactionSetting<T>({ argument, type, check, apply, ...setting }: TransactionSetting<T>): AnyCall {
  return defineCall({
    index: setting.index,
    docs: setting.docs,
    class: 'operational',
    args: shapeOf({ netuid: u16, [argument]: type }),
    dispatch(context, args) {
      const { state, block } = context
      const netuid: number = args.netuid
      const value: T = args[argument]
      const owner = ensureOwner(context, netuid)
      if (owner !== undefined) ensureRate(context, { netuid, owner, ...setting.limit })
      ensure(!isFrozen(state, netuid, block), subtensorErrors.AdminActionProhibitedDuringWeightsWindow)
      ensure(subnetExists(state, netuid), errors.SubnetDoesNotExist, () => `netuid ${netuid}`)
      check?.(state, netuid, value, owner !== undefined)
      apply(context, netuid, value)
      if (owner !== undefined)
        storage.TransactionKeyLastBlock.put(state, [owner, netuid, setting.limit.kind], BigInt(block))
    },
  })
}

/** Arguments whose names are only known at run time; their values are typed where they are read. */
const shapeOf = (shape: Shape): Shape => shape

/** The owner who asks; `undefined` for root. @throws DispatchFaultError `BadOrigin` */
function ensureOwner({ state, origin }: DispatchContext, netuid: number): Uint8Array | undefined {
  if (origin.tag !== 'signed') {
    ensureRoot(origin)
    return undefined
  }
  if (!isSubnetOwner(state, netuid, origin.who))
    throw new DispatchFaultError({ tag: 'BadOrigin' }, 'this call is for the owner of the subnet and for root')
  return origin.who
}

function ensureRate(
  { state, block }: DispatchContext,
  {
    netuid,
    owner,
    kind,
    blocks,
  }: TransactionSetting<unknown>['limit'] & {
    readonly netuid: number
    readonly owner: Uint8Array
  },
): void {
  const last = storage.TransactionKeyLastBlock.get(state, owner, netuid, kind)
  const limit = blocks(state, netuid)
  ensure(
    last === 0n || BigInt(block) - last >= limit,
    subtensorErrors.TxRateLimitExceeded,
    () => `last changed at block ${last}, once in ${limit} blocks`,
  )
}
