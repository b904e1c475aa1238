import type { ScaleType } from '../../../../shared/scale/type.ts'
import type { AnyCall, DispatchClass } from '../../../frame/call.ts'
import type { EventRecord } from '../../../frame/event.ts'
import type { Storage } from '../../../interface.ts'
import type { Authority, Freeze } from './authority.ts'
import { globalSetting, subnetSetting } from './setting.ts'

interface Stored<T> {
  readonly index: number
  readonly docs: string
  readonly argument: string
  readonly type: ScaleType<T>
}

interface StoredSubnetSetting<T> extends Stored<T> {
  readonly item: { put(state: Storage, keys: [number], value: T): void }
  event?(data: readonly [number, T]): EventRecord
  readonly authority: Authority
  readonly hyperparameter?: number
  readonly freeze: Freeze
  readonly class?: DispatchClass
  check?(state: Storage, netuid: number, value: T, isOwner: boolean): void
}

/** A subnet setting that is one storage entry, told by an event of netuid and value. */
export const storedSetting = <T>({ item, event, ...setting }: StoredSubnetSetting<T>): AnyCall =>
  subnetSetting<T>({
    ...setting,
    apply({ state, deposit }, netuid, value) {
      item.put(state, [netuid], value)
      if (event !== undefined) deposit(event([netuid, value]))
    },
  })

interface StoredGlobalSetting<T> extends Stored<T> {
  readonly item: { put(state: Storage, keys: [], value: T): void }
  event?(data: readonly [T]): EventRecord
}

/** A setting of the whole chain that is one storage entry, told by an event of the value. */
export const storedGlobalSetting = <T>({ item, event, ...setting }: StoredGlobalSetting<T>): AnyCall =>
  globalSetting<T>({
    ...setting,
    apply({ state, deposit }, value) {
      item.put(state, [], value)
      if (event !== undefined) deposit(event([value]))
    },
  })
