import { isAppError, messageOf } from '../../../shared/errors.ts'
import { RuntimePanic } from '../../interface.ts'

/** JSON-RPC's own codes, jsonrpsee's for limits, and Substrate's for what clients react to. */
export const RPC_CODES = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  tooManySubscriptions: -32006,
  tooLargeRequest: -32007,
  tooLargeResponse: -32008,
  tooLargeBatch: -32010,
  blockNotPinned: -32801,
  duplicateHashes: -32804,
  followWithoutRuntime: -32802,
  tooManyFollows: -32800,
  client: 4003,
  blockRange: 4001,
  count: 4002,
  emptyPool: 12_000,
  blockNotFound: 13_000,
  pool: 1000,
} as const

/** The `error` member of a JSON-RPC response. */
export interface RpcErrorBody {
  readonly code: number
  readonly message: string
  readonly data?: unknown
}

/** An error whose code, message and data a client gets as they are. */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: number
  readonly data: unknown

  constructor(code: number, message: string, data?: unknown) {
    super(message)
    this.code = code
    this.data = data
  }
}

const MISSING_EXPORT = /^Exported method \S+ is not found$/

/** Texts that clients search for: "UnknownBlock", "Execution failed", "Exported method X is not found". */
function panicText(panic: RuntimePanic): string {
  const kind = MISSING_EXPORT.test(panic.message) ? 'Other' : 'Execution aborted due to panic'
  return `Client error: Execution failed: ${kind}: ${panic.message}`
}

function fromPool(context: Readonly<Record<string, unknown>>, message: string): RpcErrorBody {
  const code = typeof context.code === 'number' ? context.code : RPC_CODES.pool
  const text = typeof context.text === 'string' ? context.text : message
  return context.data === undefined ? { code, message: text } : { code, message: text, data: context.data }
}

/** True for errors that say what the caller did wrong; the rest are faults of the node and worth a log line. */
export const isExpected = (error: unknown): boolean =>
  error instanceof RpcError || error instanceof RuntimePanic || isAppError(error)

/** The one place where anything thrown becomes a JSON-RPC error. */
export function toErrorBody(error: unknown): RpcErrorBody {
  if (error instanceof RpcError)
    return error.data === undefined
      ? { code: error.code, message: error.message }
      : { code: error.code, message: error.message, data: error.data }
  if (error instanceof RuntimePanic) return { code: RPC_CODES.client, message: panicText(error) }
  if (isAppError(error, 'unknown-block'))
    return {
      code: RPC_CODES.client,
      message: `Client error: UnknownBlock: Header was not found in the database: ${error.context.hash}`,
      data: error.message,
    }
  if (isAppError(error, 'invalid-transaction')) return fromPool(error.context, error.message)
  if (isAppError(error, 'empty-pool'))
    return {
      code: RPC_CODES.emptyPool,
      message: 'Transaction pool is empty, set create_empty to true, if you want to create empty blocks',
    }
  return { code: RPC_CODES.internalError, message: 'Internal error', data: messageOf(error) }
}
