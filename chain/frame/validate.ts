import type { ResultValue } from '../../shared/scale/result.ts'
import type { Storage } from '../interface.ts'
import { extensionContext } from './apply.ts'
import { authenticate, validateExtensions } from './authenticate.ts'
import type { ExtensionContext } from './extension.ts'
import { storage } from './system/storage.ts'
import type { RuntimeTables } from './tables.ts'
import { type TransactionValidityError, toValidityError, unknown, type ValidTransaction } from './validity.ts'

/**
 * Whether an extrinsic could go into the block after `head`, and how the pool may order it. Writes nothing.
 * @param bytes with the length prefix.
 */
export function validateTransaction(
  tables: RuntimeTables,
  state: Storage,
  bytes: Uint8Array,
  headHash: Uint8Array,
): ResultValue<ValidTransaction, TransactionValidityError> {
  const extrinsic = tables.extrinsic.decode(bytes)
  try {
    if (extrinsic.tag === 'bare')
      throw unknown('NoUnsignedValidator', `${extrinsic.call.pallet}.${extrinsic.call.call} needs a signature`)
    const context = poolContext(tables, state, headHash)
    const signed = authenticate(tables, context, extrinsic)
    return { ok: true, value: validateExtensions(tables, context, signed, extrinsic.extra) }
  } catch (fault) {
    const error = toValidityError(fault)
    if (error !== undefined) return { ok: false, error }
    throw fault
  }
}

/** The state after block `head` as the next block would see it, where the hash of `head` is known. */
function poolContext(tables: RuntimeTables, state: Storage, headHash: Uint8Array): ExtensionContext {
  const head = storage.Number.get(state)
  const context = extensionContext(tables, state, head + 1)
  return { ...context, blockHash: (number) => (number === head ? headHash : context.blockHash(number)) }
}
