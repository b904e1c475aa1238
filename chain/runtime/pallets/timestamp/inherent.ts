import { variant } from '../../../../shared/scale/compound.ts'
import { u64 } from '../../../../shared/scale/primitives.ts'
import { decode, encode } from '../../../../shared/scale/type.ts'
import type { RuntimeCall } from '../../../frame/call.ts'
import type { InherentData, InherentFault } from '../../../frame/pallet.ts'
import { RuntimePanic, type Storage } from '../../../interface.ts'
import { storage } from './storage.ts'

/** Under this identifier the node gives its time as u64 milliseconds. */
export const INHERENT_ID = 'timstap0'

/** How far ahead of a node's clock a block may be, milliseconds. */
const MAX_DRIFT_MS = 30_000n

/** `sp_timestamp::InherentError`. */
const inherentError = variant(['sp_timestamp', 'InherentError'], {
  TooEarly: { index: 0 },
  TooFarInFuture: { index: 1 },
})

/** The node's time, or the earliest that is allowed after the parent block. */
export function nextTimestamp(data: InherentData, state: Storage, minimumPeriodMs: bigint): bigint {
  const given = timeIn(data)
  const earliest = storage.Now.get(state) + minimumPeriodMs
  if (given < earliest) return earliest
  return given
}

/** What is wrong with the time that a block of somebody else sets. */
export function checkTimestamp(
  call: RuntimeCall,
  data: InherentData,
  state: Storage,
  minimumPeriodMs: bigint,
): InherentFault | undefined {
  const { now } = call.args
  if (call.call !== 'set' || typeof now !== 'bigint') return undefined
  if (now > timeIn(data) + MAX_DRIFT_MS) return fault('TooFarInFuture', true)
  if (now < storage.Now.get(state) + minimumPeriodMs) return fault('TooEarly', false)
  return undefined
}

const fault = (tag: 'TooEarly' | 'TooFarInFuture', fatal: boolean): InherentFault => ({
  fatal,
  id: INHERENT_ID,
  error: encode(inherentError, { tag }),
})

function timeIn(data: InherentData): bigint {
  const raw = data.get(INHERENT_ID)
  if (raw === undefined) throw new RuntimePanic('Timestamp inherent data must be provided')
  return decode(u64, raw)
}
