import { RPC_CODES, RpcError } from './errors.ts'
import { show } from './show.ts'

/** One kind of parameter. */
export interface Param<T> {
  /** Completes "expected …" in the error. */
  readonly expected: string
  /** The typed value; `undefined` when the JSON value does not fit. */
  accept(value: unknown): T | undefined
}

/** Reads parameters from left to right; each read names its parameter, so callers may also send them by name. */
export interface ParamReader {
  /** @throws RpcError -32602 naming position, value found and expected form. */
  need<T>(name: string, param: Param<T>): T
  /** `undefined` when left out or null. @throws RpcError -32602 when present and wrong. */
  may<T>(name: string, param: Param<T>): T | undefined
}

/** Parameters as the wire has them: a list, or an object by name. */
export type RawParams = readonly unknown[] | Readonly<Record<string, unknown>>

const isList = (raw: RawParams): raw is readonly unknown[] => Array.isArray(raw)
const invalid = (detail: string) => new RpcError(RPC_CODES.invalidParams, `Invalid params: ${detail}`)
const isAbsent = (value: unknown): value is null | undefined => value === undefined || value === null

/**
 * Parses the parameters of a call.
 * @throws RpcError -32602, also when parameters are left that nobody reads.
 */
export function readParams<P>(raw: RawParams, read: (reader: ParamReader) => P): P {
  const names: string[] = []
  const next = (name: string): unknown => {
    const position = names.push(name) - 1
    if (isList(raw)) return raw[position]
    return Object.hasOwn(raw, name) ? raw[name] : undefined
  }
  const accept = <T>(name: string, value: unknown, param: Param<T>): T => {
    const accepted = param.accept(value)
    if (accepted === undefined)
      throw invalid(`parameter ${names.length} (${name}): found ${show(value)}; expected ${param.expected}`)
    return accepted
  }
  const parsed = read({
    need: (name, param) => accept(name, next(name), param),
    may(name, param) {
      const value = next(name)
      return isAbsent(value) ? undefined : accept(name, value, param)
    },
  })
  rejectRest(raw, names)
  return parsed
}

function rejectRest(raw: RawParams, names: readonly string[]): void {
  const valid = names.length === 0 ? 'none' : names.join(', ')
  if (isList(raw)) {
    const extra = raw.findIndex((value, position) => position >= names.length && !isAbsent(value))
    if (extra >= 0)
      throw invalid(`parameter ${extra + 1}: found ${show(raw[extra])}; expected at most ${names.length} (${valid})`)
    return
  }
  const unknown = Object.keys(raw).find((name) => !names.includes(name))
  if (unknown !== undefined) throw invalid(`parameter ${show(unknown)} is not known; expected names: ${valid}`)
}
