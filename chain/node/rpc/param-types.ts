import { fromHex } from '../../../shared/bytes.ts'
import { fromSs58 } from '../../../shared/crypto/ss58.ts'
import { isAppError } from '../../../shared/errors.ts'
import type { Param } from './params.ts'

/** `undefined` where `read` refuses its input; other faults pass. */
function tolerate<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (isAppError(error)) return undefined
    throw error
  }
}

const parseBytes = (value: unknown): Uint8Array | undefined =>
  typeof value === 'string' ? tolerate(() => fromHex(value)) : undefined

/** Hex bytes; `0x` may be missing and the text may be empty, as Python clients send it. */
export const bytes: Param<Uint8Array> = {
  expected: 'bytes as a hex string, e.g. "0x2a00"',
  accept: parseBytes,
}

/** A 32-byte hash. */
export const hash: Param<Uint8Array> = {
  expected: 'a 32-byte hash, "0x" and 64 hex digits',
  accept(value) {
    const parsed = parseBytes(value)
    return parsed?.length === 32 ? parsed : undefined
  },
}

/** One 32-byte hash or a list of them; always a list once parsed. */
export const hashOrList: Param<readonly Uint8Array[]> = {
  expected: 'a 32-byte hash or a list of them',
  accept(value) {
    const parsed = (Array.isArray(value) ? value : [value]).map((one) => hash.accept(one))
    return parsed.every((one) => one !== undefined) ? parsed : undefined
  },
}

/** A storage key with the text it was asked by: clients compare keys as strings. */
export interface KeyText {
  readonly text: string
  readonly key: Uint8Array
}

/** Storage keys, at most `max`, each with its text. */
export const keys = (max: number): Param<readonly KeyText[]> => ({
  expected: `a list of at most ${max} storage keys as hex strings`,
  accept(value) {
    if (!Array.isArray(value) || value.length > max) return undefined
    const parsed: KeyText[] = []
    for (const text of value) {
      const key = parseBytes(text)
      if (key === undefined || typeof text !== 'string') return undefined
      parsed.push({ text, key })
    }
    return parsed
  },
})

/** Any text. */
export const text: Param<string> = {
  expected: 'a string',
  accept: (value) => (typeof value === 'string' ? value : undefined),
}

/** A switch. */
export const flag: Param<boolean> = {
  expected: 'true or false',
  accept: (value) => (typeof value === 'boolean' ? value : undefined),
}

/** A whole number from 0 to 2⁵³−1. */
export const count: Param<number> = {
  expected: 'a whole number, 0 or more',
  accept: (value) => (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined),
}

/** An account as SS58 text; 32 bytes. */
export const account: Param<Uint8Array> = {
  expected: 'an SS58 address such as "5Grwva…utQY"',
  accept: (value) => (typeof value === 'string' ? tolerate(() => fromSs58(value)) : undefined),
}

const HEX_NUMBER = /^0x[0-9a-fA-F]{1,64}$/

/** A block number: above 2⁵³−1 it is infinite, because no such block exists and clients expect null. */
function parseNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return count.accept(value)
  if (typeof value !== 'string' || !HEX_NUMBER.test(value)) return undefined
  const parsed = BigInt(value)
  return parsed <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(parsed) : Number.POSITIVE_INFINITY
}

/** A block number as a number or a `0x` hex string, or a list of such. */
export const numberOrList = (max: number): Param<number | readonly number[]> => ({
  expected: `a block number (0 or more, or hex such as "0x1f"), or a list of at most ${max} of them`,
  accept(value) {
    if (!Array.isArray(value)) return parseNumber(value)
    if (value.length > max) return undefined
    const parsed = value.map(parseNumber)
    return parsed.every((one) => one !== undefined) ? parsed : undefined
  },
})
