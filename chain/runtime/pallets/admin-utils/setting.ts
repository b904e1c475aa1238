import type { Shape } from '../../../../shared/scale/compound.ts'
import { u16 } from '../../../../shared/scale/primitives.ts'
import type { ScaleType } from '../../../../shared/scale/type.ts'
import { type AnyCall, type BlockContext, type DispatchClass, defineCall } from '../../../frame/call.ts'
import { ensure } from '../../../frame/error.ts'
import { ensureRoot } from '../../../frame/origin.ts'
import type { Storage } from '../../../interface.ts'
import { subnetExists } from '../subtensor/subnets/subnet.ts'
import { type Authority, ensureMayChange, type Freeze } from './authority.ts'
import { errors } from './errors.ts'

interface Setting<T> {
  readonly index: number
  readonly docs: string
  /** Name of the argument on chain. */
  readonly argument: string
  readonly type: ScaleType<T>
  readonly class?: DispatchClass
}

export interface SubnetSetting<T> extends Setting<T> {
  readonly authority: Authority
  /** Number by which the rate limit of owners knows the setting; root has no limit. */
  readonly hyperparameter?: number
  readonly freeze: Freeze
  /** @throws ModuleError when the value is not valid here; `isOwner` when the owner asks, not root. */
  check?(state: Storage, netuid: number, value: T, isOwner: boolean): void
  /** Stores the value and tells. */
  apply(context: BlockContext, netuid: number, value: T): void
}

/** A call that changes one hyperparameter of one subnet. */
export function subnetSetting<T>({ argument, type, check, apply, ...setting }: SubnetSetting<T>): AnyCall {
  return defineCall({
    index: setting.index,
    docs: setting.docs,
    class: setting.class ?? 'operational',
    args: shapeOf({ netuid: u16, [argument]: type }),
    dispatch(context, args) {
      const netuid: number = args.netuid
      const value: T = args[argument]
      ensureMayChange(context, netuid, setting)
      ensure(subnetExists(context.state, netuid), errors.SubnetDoesNotExist, () => `netuid ${netuid}`)
      check?.(context.state, netuid, value, context.origin.tag === 'signed')
      apply(context, netuid, value)
    },
  })
}

export interface GlobalSetting<T> extends Setting<T> {
  apply(context: BlockContext, value: T): void
}

/** A call of root that changes a setting of the whole chain. */
export function globalSetting<T>({ argument, type, apply, ...setting }: GlobalSetting<T>): AnyCall {
  return defineCall({
    index: setting.index,
    docs: setting.docs,
    class: setting.class ?? 'operational',
    args: shapeOf({ [argument]: type }),
    dispatch(context, args) {
      ensureRoot(context.origin)
      const value: T = args[argument]
      apply(context, value)
    },
  })
}

/** Arguments whose names are only known at run time; their values are typed where they are read. */
const shapeOf = (shape: Shape): Shape => shape
