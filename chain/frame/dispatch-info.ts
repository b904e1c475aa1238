import type { AnyCall, CallCost, DispatchClass, Pays, RuntimeCall } from './call.ts'
import type { DispatchEventInfo } from './system/types.ts'

/** Computation of a call that does not say otherwise, picoseconds. */
const DEFAULT_REF_TIME = 200_000_000n

/** What a call costs before it runs. */
export interface DispatchInfo extends CallCost {
  readonly pays: Pays
}

/** Cost of a call by its definition, inner calls included. */
export function dispatchInfoOf(call: RuntimeCall, find: (call: RuntimeCall) => AnyCall): DispatchInfo {
  const def = find(call)
  const pays = def.pays ?? 'yes'
  if (def.weigh !== undefined) return { ...def.weigh(call.args, (inner) => dispatchInfoOf(inner, find)), pays }
  return { refTime: def.refTime ?? DEFAULT_REF_TIME, class: def.class ?? 'normal', pays }
}

export const classOnChain = {
  normal: 'Normal',
  operational: 'Operational',
  mandatory: 'Mandatory',
} as const satisfies Record<DispatchClass, string>

/** The form in which events carry it. */
export const toDispatchEventInfo = (info: DispatchInfo): DispatchEventInfo => ({
  weight: { ref_time: info.refTime, proof_size: 0n },
  class: { tag: classOnChain[info.class] },
  pays_fee: { tag: info.pays === 'yes' ? 'Yes' : 'No' },
})
