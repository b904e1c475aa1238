import type { DispatchContext } from '../../../../frame/call.ts'
import { toDispatchError } from '../../../../frame/dispatch-error.ts'
import { ModuleError } from '../../../../frame/error.ts'
import { PALLET_INDEX } from '../constants.ts'
import { events } from '../events.ts'

/**
 * Runs a batch item by item; one that fails leaves no trace but an event, and the others go on. Emits what the items
 * emit, BatchCompletedWithErrors at the first failure, BatchWeightItemFailed for each, and BatchWeightsCompleted.
 */
export function runBatch(
  { state, deposit }: DispatchContext,
  {
    hotkey,
    netuids,
    run,
  }: {
    readonly hotkey: Uint8Array
    readonly netuids: readonly number[]
    /** @throws ModuleError before it emits anything. */
    run(netuid: number, item: number): void
  },
): void {
  let hasFailed = false
  for (const [item, netuid] of netuids.entries()) {
    state.begin()
    try {
      run(netuid, item)
      state.commit()
    } catch (error) {
      state.rollback()
      const wire = error instanceof ModuleError ? toDispatchError(error, () => PALLET_INDEX) : undefined
      if (wire === undefined) throw error
      if (!hasFailed) deposit(events.BatchCompletedWithErrors([]))
      hasFailed = true
      deposit(events.BatchWeightItemFailed([netuid, wire]))
    }
  }
  deposit(events.BatchWeightsCompleted([netuids, hotkey]))
}
