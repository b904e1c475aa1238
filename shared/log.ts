import { type DestinationStream, pino } from 'pino'
import pretty from 'pino-pretty'

/**
 * Structured logging. A constant message, flat context, never a secret.
 * `error`: someone must act. `warn`: something was refused or retried. `info`: one line per notable step, never in a
 * loop per item. `debug`: everything else.
 */
export interface Logger {
  debug(message: string, context?: Readonly<Record<string, unknown>>): void
  info(message: string, context?: Readonly<Record<string, unknown>>): void
  warn(message: string, context?: Readonly<Record<string, unknown>>): void
  error(message: string, context?: Readonly<Record<string, unknown>>): void
  /** A logger that adds `context` to every line. */
  child(context: Readonly<Record<string, unknown>>): Logger
}

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export interface LogOptions {
  readonly name: string
  readonly level: LogLevel
  /** `text` for people, `json` for machines. Default: text on a terminal. */
  readonly format?: 'text' | 'json'
  /** Default: standard error, so that standard output stays for results. */
  readonly destination?: DestinationStream
}

/** A logger over pino. */
export function createLogger({ name, level, format, destination }: LogOptions): Logger {
  const text = (format ?? (process.stderr.isTTY ? 'text' : 'json')) === 'text'
  const sink = destination ?? pino.destination({ dest: 2, sync: true })
  const stream = text ? pretty({ destination: sink, ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l' }) : sink
  return wrap(pino({ name, level, serializers: { error: pino.stdSerializers.err } }, stream))
}

const wrap = (inner: pino.Logger): Logger => ({
  debug: (message, context) => inner.debug(context ?? {}, message),
  info: (message, context) => inner.info(context ?? {}, message),
  warn: (message, context) => inner.warn(context ?? {}, message),
  error: (message, context) => inner.error(context ?? {}, message),
  child: (context) => wrap(inner.child(context)),
})

const nothing = () => {}

/** Discards everything. */
export const silentLogger: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => silentLogger,
}
