/**
 * An error with a machine-readable code from a closed union, a message that says what was found and what would be
 * valid, and flat context for logs.
 * @example throw new AppError('unknown-netuid', 'netuid 9 does not exist; existing: 1, 2', { netuid: 9 })
 */
export class AppError<Code extends string = string> extends Error {
  override readonly name = 'AppError'
  readonly code: Code
  readonly context: Readonly<Record<string, unknown>>

  constructor(code: Code, message: string, context: Readonly<Record<string, unknown>> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.context = context
  }
}

/** True for an `AppError`, narrowed to one code when given. */
export function isAppError<Code extends string>(error: unknown, code?: Code): error is AppError<Code> {
  return error instanceof AppError && (code === undefined || error.code === code)
}

/** Text of anything thrown, for logs and CLI output. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message
  // An ErrorEvent of a WebSocket is no Error but has a message too.
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message)
  return String(error)
}
