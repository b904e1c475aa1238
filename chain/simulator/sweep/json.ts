import { createHash } from 'node:crypto'
import { z } from 'zod'
import { parserOf } from '../../../shared/zod-parser.ts'

/** A single value of a scenario. */
export type Scalar = string | number | boolean | null

/** What JSON holds. */
export type Json = Scalar | readonly Json[] | { readonly [key: string]: Json }

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json }

/** Whether a value is an object, no list and no single value. */
export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a value is a single one. */
export const isScalar = (value: Json | undefined): value is Scalar =>
  value !== undefined && (value === null || typeof value !== 'object')

/**
 * Takes plain data as JSON has it; keys without a value are dropped.
 * @throws AppError `malformed` for functions, NaN and the like.
 */
export function toJson(value: unknown): Json {
  const text: string | undefined = JSON.stringify(value)
  return parseJson(text === undefined ? undefined : JSON.parse(text))
}
const parseJson = parserOf<Json>(z.json(), 'the scenario')

/** JSON with sorted keys: equal data gives equal text. */
export function canonicalJson(value: Json): string {
  if (isScalar(value)) return JSON.stringify(value)
  if (!isJsonObject(value)) return `[${value.map(canonicalJson).join(',')}]`
  const keys = Object.keys(value).sort()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`).join(',')}}`
}

/** SHA-256 of the canonical text, lower-case hex. */
export const digestOf = (value: Json): string => createHash('sha256').update(canonicalJson(value)).digest('hex')
