import { AppError } from '../../shared/errors.ts'
import type { EpochInput } from './epoch-input.ts'
import type { Row, Rows } from './rows.ts'

const U16_MAX = 65_535
const U64_LIMIT = 1n << 64n
const I64F64_LIMIT = 1n << 127n

type Fields = Readonly<Record<string, unknown>>
type Check<T> = (value: unknown) => value is T

function fail(field: string, found: unknown, valid: string): never {
  const text =
    typeof found === 'bigint' ? `${found}n` : Array.isArray(found) ? `a list of ${found.length}` : String(found)
  throw new AppError('invalid-epoch-input', `epoch input ${field} is ${text}; valid is ${valid}`, { field })
}

function field<T>(fields: Fields, name: string, check: Check<T>, valid: string): T {
  const value = fields[name]
  return check(value) ? value : fail(name, value, valid)
}

/** Index of the first value that fails, or −1. A hole of a sparse list counts as undefined. */
function firstBad<T>(values: readonly unknown[], check: Check<T>): number {
  for (let index = 0; index < values.length; index++) if (!check(values[index])) return index
  return -1
}

const isListOf = <T>(values: unknown, check: Check<T>): values is readonly T[] =>
  Array.isArray(values) && firstBad(values, check) === -1

function list<T>(fields: Fields, name: string, check: Check<T>, valid: string): readonly T[] {
  const values = fields[name]
  if (isListOf(values, check)) return values
  if (!Array.isArray(values)) return fail(name, values, `a list of: ${valid}`)
  const index = firstBad(values, check)
  return fail(`${name}[${index}]`, values[index], valid)
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
const isWithin = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
const isU16 = (value: unknown): value is number => isWithin(value, 0, U16_MAX)
const isI16 = (value: unknown): value is number => isWithin(value, -32_768, 32_767)
const isBlock = (value: unknown): value is number => isWithin(value, 0, Number.MAX_SAFE_INTEGER)
const isU64 = (value: unknown): value is bigint => typeof value === 'bigint' && value >= 0n && value < U64_LIMIT
const isStake = (value: unknown): value is bigint => typeof value === 'bigint' && value >= 0n && value < I64F64_LIMIT
const isOptional =
  <T>(check: Check<T>): Check<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || check(value)
const isRow = (value: unknown): value is Row =>
  isFields(value) &&
  value.columns instanceof Uint16Array &&
  value.values instanceof Uint16Array &&
  value.columns.length === value.values.length

const u16 = (fields: Fields, name: string) => field(fields, name, isU16, 'a whole number from 0 to 65535')
const u64 = (fields: Fields, name: string) => field(fields, name, isU64, 'a bigint from 0 to 2^64 - 1')
const block = (fields: Fields, name: string) => field(fields, name, isBlock, 'a whole number, 0 or more')
const blocks = (fields: Fields, name: string) => list(fields, name, isBlock, 'a whole number, 0 or more')
const flag = (fields: Fields, name: string) => field(fields, name, isBoolean, 'true or false')
const rows = (fields: Fields, name: string): Rows =>
  list(fields, name, isRow, 'a row of two Uint16Arrays of one length, columns and values')

/**
 * Checks everything that an epoch needs. What the chain itself tolerates passes: missing or surplus rows and permits,
 * uids beyond `n`, rows longer than `n`, an owner uid that does not exist, `n` or `tempo` of 0.
 * @throws AppError `invalid-epoch-input` that names the field, what was found and what is valid.
 */
export function parseEpochInput(input: unknown): EpochInput {
  if (!isFields(input)) return fail('as a whole', input, 'an object')
  const n = u16(input, 'n')
  const totalStake = list(input, 'totalStake', isStake, 'a bigint from 0 to 2^127 - 1 (I64F64 bits)')
  if (totalStake.length !== n) return fail('totalStake', totalStake, `a list of n = ${n} stakes`)
  return {
    n,
    totalStake,
    currentBlock: block(input, 'currentBlock'),
    tempo: u16(input, 'tempo'),
    activityCutoff: block(input, 'activityCutoff'),
    lastUpdate: blocks(input, 'lastUpdate'),
    blockAtRegistration: blocks(input, 'blockAtRegistration'),
    minStake: u64(input, 'minStake'),
    ownerUid: field(input, 'ownerUid', isOptional(isU16), 'undefined or a whole number from 0 to 65535'),
    validatorPermits: list(input, 'validatorPermits', isBoolean, 'true or false'),
    maxAllowedValidators: u16(input, 'maxAllowedValidators'),
    weights: rows(input, 'weights'),
    bonds: rows(input, 'bonds'),
    commitRevealEnabled: flag(input, 'commitRevealEnabled'),
    commitBlocks: list(input, 'commitBlocks', isOptional(isBlock), 'undefined or a whole number, 0 or more'),
    kappa: u16(input, 'kappa'),
    bondsPenalty: u16(input, 'bondsPenalty'),
    bondsMovingAverage: u64(input, 'bondsMovingAverage'),
    yuma3On: flag(input, 'yuma3On'),
    liquidAlphaOn: flag(input, 'liquidAlphaOn'),
    alphaLow: u16(input, 'alphaLow'),
    alphaHigh: u16(input, 'alphaHigh'),
    alphaSigmoidSteepness: field(input, 'alphaSigmoidSteepness', isI16, 'a whole number from -32768 to 32767'),
    lastMechanismStepBlock: block(input, 'lastMechanismStepBlock'),
    raoEmission: u64(input, 'raoEmission'),
  }
}
