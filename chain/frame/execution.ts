import { encode } from '../../shared/scale/type.ts'
import { RuntimePanic, type Storage } from '../interface.ts'
import type { BlockContext, DispatchOutcome, RuntimeCall } from './call.ts'
import { toDispatchError } from './dispatch-error.ts'
import { addEvents } from './event-record.ts'
import type { Origin } from './origin.ts'
import type { Phase } from './system/types.ts'
import type { RuntimeTables } from './tables.ts'

/** A stretch of a block whose events belong to one phase. */
export interface Execution {
  readonly context: BlockContext
  /** Runs a call in a storage transaction. `hasWaivedFee` tells whether the call gave its fee back. */
  dispatch(call: RuntimeCall, origin: Origin): { readonly outcome: DispatchOutcome; readonly hasWaivedFee: boolean }
  /** Writes the events to storage; nothing may be deposited afterwards. */
  finish(): void
}

/** @throws RuntimePanic from `dispatch` when a dispatchable throws what is no dispatch error. */
export function beginExecution(tables: RuntimeTables, state: Storage, block: number, phase: Phase): Execution {
  // Events stay encoded in memory until the end: undoing a call cuts them off, and storage is written once.
  const records: Uint8Array[] = []
  const context: BlockContext = {
    state,
    block,
    deposit(event) {
      records.push(encode(tables.eventStorage.eventRecord, { phase, event, topics: [] }))
    },
  }

  function run(call: RuntimeCall, origin: Origin, waiveFee: () => void): DispatchOutcome {
    const kept = records.length
    state.begin()
    try {
      tables
        .callDef(call)
        .dispatch({ ...context, origin, waiveFee, dispatch: (inner, as) => run(inner, as, () => undefined) }, call.args)
    } catch (error) {
      state.rollback()
      records.length = kept
      const wire = toDispatchError(error, tables.palletIndex)
      if (wire !== undefined && error instanceof Error) return { ok: false, error, wire }
      if (error instanceof RuntimePanic) throw error
      throw new RuntimePanic(`${call.pallet}.${call.call} panicked: ${error}`, { cause: error })
    }
    state.commit()
    return { ok: true }
  }

  return {
    context,
    dispatch(call, origin) {
      let hasWaivedFee = false
      const outcome = run(call, origin, () => {
        hasWaivedFee = true
      })
      return { outcome, hasWaivedFee }
    },
    finish: () => addEvents(state, records),
  }
}
