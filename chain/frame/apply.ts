import type { ResultValue } from '../../shared/scale/result.ts'
import { RuntimePanic, type Storage } from '../interface.ts'
import { authenticate, validateExtensions } from './authenticate.ts'
import type { DispatchError } from './dispatch-error.ts'
import { dispatchInfoOf, toDispatchEventInfo } from './dispatch-info.ts'
import { beginExecution, type Execution } from './execution.ts'
import type { ExtensionContext } from './extension.ts'
import type { DecodedExtrinsic } from './extrinsic.ts'
import { reserveInBlock } from './limits.ts'
import { events } from './system/events.ts'
import { storage } from './system/storage.ts'
import type { RuntimeTables } from './tables.ts'
import { invalid, type TransactionValidityError, toValidityError, unknown } from './validity.ts'

export type DispatchResult = ResultValue<undefined, DispatchError>
export type ApplyResult = ResultValue<DispatchResult, TransactionValidityError>

/**
 * Applies one extrinsic to the block under construction: 1 checks, 2 prepares (nonce, fee), 3 dispatches, 4 settles.
 * An invalid extrinsic leaves no trace; a valid one whose dispatch fails leaves its nonce, its fee and an event.
 * @param bytes with the length prefix. @throws RuntimePanic when a dispatchable or an extension has a bug.
 */
export function applyExtrinsic(tables: RuntimeTables, state: Storage, bytes: Uint8Array): ApplyResult {
  const extrinsic = tables.extrinsic.decode(bytes)
  const index = storage.ExtrinsicCount.get(state) ?? 0
  const block = storage.Number.get(state)
  state.begin()
  let value: DispatchResult
  try {
    const execution = beginExecution(tables, state, block, { tag: 'ApplyExtrinsic', value: [index] })
    value =
      extrinsic.tag === 'signed'
        ? applySigned(tables, execution, extrinsic)
        : applyInherent(tables, execution, extrinsic)
    execution.finish()
  } catch (fault) {
    state.rollback()
    const error = toValidityError(fault)
    if (error !== undefined) return { ok: false, error }
    throw fault
  }
  storage.ExtrinsicData.put(state, [index], bytes)
  storage.ExtrinsicCount.put(state, [], index + 1)
  storage.ExecutionPhase.put(state, [], { tag: 'ApplyExtrinsic', value: [index + 1] })
  state.commit()
  return { ok: true, value }
}

function applySigned(
  tables: RuntimeTables,
  { context, dispatch }: Execution,
  extrinsic: Extract<DecodedExtrinsic, { tag: 'signed' }>,
): DispatchResult {
  const read = extensionContext(tables, context.state, context.block)
  const signed = authenticate(tables, read, extrinsic)
  const { extra } = extrinsic
  validateExtensions(tables, read, signed, extra)
  if (!storage.InherentsApplied.get(context.state)) storage.InherentsApplied.put(context.state, [], true)
  const prepared = tables.extensions.map((extension, i) =>
    extension.prepare?.({ ...read, ...context }, signed, extra[i]),
  )

  const { outcome, hasWaivedFee } = dispatch(signed.call, { tag: 'signed', who: signed.who })

  const paysFee = signed.info.pays === 'yes' && !hasWaivedFee
  for (const [i, extension] of tables.extensions.entries())
    extension.postDispatch?.(context, signed, prepared[i], { isOk: outcome.ok, paysFee })
  const dispatch_info = toDispatchEventInfo({ ...signed.info, pays: paysFee ? 'yes' : 'no' })
  context.deposit(
    outcome.ok
      ? events.ExtrinsicSuccess({ dispatch_info })
      : events.ExtrinsicFailed({ dispatch_error: outcome.wire, dispatch_info }),
  )
  return outcome.ok ? { ok: true, value: undefined } : { ok: false, error: outcome.wire }
}

/** Only mandatory calls may come without a signature: the block's author put them there. */
function applyInherent(
  tables: RuntimeTables,
  { context, dispatch }: Execution,
  { call, length }: Extract<DecodedExtrinsic, { tag: 'bare' }>,
): DispatchResult {
  const info = dispatchInfoOf(call, tables.callDef)
  if (info.class !== 'mandatory') throw unknown('NoUnsignedValidator', `${call.pallet}.${call.call} needs a signature`)
  reserveInBlock(context.state, info, length)
  const { outcome } = dispatch(call, { tag: 'none' })
  if (!outcome.ok) throw invalid('BadMandatory', `${call.pallet}.${call.call} failed: ${outcome.error.message}`)
  context.deposit(events.ExtrinsicSuccess({ dispatch_info: toDispatchEventInfo({ ...info, pays: 'yes' }) }))
  return { ok: true, value: undefined }
}

/** What extensions read while an extrinsic is applied in block `block`. */
export const extensionContext = (tables: RuntimeTables, state: Storage, block: number): ExtensionContext => ({
  state,
  block,
  version: tables.version,
  blockHash: (number) => (storage.BlockHash.has(state, number) ? storage.BlockHash.get(state, number) : undefined),
})

/** Applies an extrinsic of a block that somebody else made. @throws RuntimePanic when it is not valid there. */
export function applyImported(tables: RuntimeTables, state: Storage, bytes: Uint8Array): void {
  const applied = applyExtrinsic(tables, state, bytes)
  if (!applied.ok) throw new RuntimePanic(`the block holds an invalid extrinsic: ${JSON.stringify(applied.error)}`)
}
