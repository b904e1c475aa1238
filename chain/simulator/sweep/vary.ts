import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import type { Scalar } from './json.ts'

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** A parameter that a sweep varies, over named values or over a range. */
export const factorShape = z.discriminatedUnion('tag', [
  z.strictObject({ tag: z.literal('values'), path: z.string(), values: z.array(scalar).min(1) }),
  z.strictObject({
    tag: z.literal('range'),
    path: z.string(),
    from: z.number(),
    to: z.number(),
    /** Points of a grid, both ends included. */
    steps: z.number().int().min(2),
    scale: z.enum(['linear', 'log']),
    isWhole: z.boolean(),
  }),
])
/** See `factorShape`. */
export type Factor = z.infer<typeof factorShape>
type Range = Extract<Factor, { tag: 'range' }>

const DEFAULT_STEPS = 5
const MOST_STEPS = 10_000
const FORM = 'KEY=FROM..TO[:STEPS][:log][:int] or KEY=A,B,C'
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i

/** A number, two dots and what may be one, then options. */
const RANGE = /^([-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[-+]?\d+)?)\.\.([^,:]+)((?::[^:,]*)*)$/i

const invalid = (text: string, reason: string) =>
  new AppError('invalid-vary', `--vary ${text}: ${reason}; the form is ${FORM}`, { text })

/**
 * Parses what `--vary` takes: `network.kappa=0.4..0.6:5`, `noise=0.01..1:4:log`, `network.tempo=10..100:int`,
 * `actors.copiers.params.lag=0,1,2`. Without steps a range has five.
 * @throws AppError `invalid-vary`.
 */
export function parseVary(text: string): Factor {
  const equals = text.indexOf('=')
  const path = text.slice(0, Math.max(0, equals)).trim()
  const rest = text.slice(equals + 1).trim()
  if (path === '' || rest === '') throw invalid(text, 'it names no parameter or no values')
  if (path.split('.').includes('')) throw invalid(text, `the path ${path} has an empty part`)
  const range = RANGE.exec(rest)
  if (range === null) return { tag: 'values', path, values: rest.split(',').map((part) => toScalar(text, part)) }
  const [, from = '', to = '', options = ''] = range
  return toRange(text, {
    path,
    from: toNumber(text, from),
    to: toNumber(text, to),
    options: options.split(':').slice(1),
  })
}

function toScalar(text: string, part: string): Scalar {
  const trimmed = part.trim()
  if (trimmed === '') throw invalid(text, 'one of its values is empty')
  if (NUMBER.test(trimmed)) return toNumber(text, trimmed)
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true'
  return trimmed === 'null' ? null : trimmed
}

function toNumber(text: string, part: string): number {
  const value = Number(part)
  if (!NUMBER.test(part.trim()) || !Number.isFinite(value)) throw invalid(text, `${part} is not a number`)
  return value
}

interface RangeText {
  readonly path: string
  readonly from: number
  readonly to: number
  readonly options: readonly string[]
}

function toRange(text: string, { path, from, to, options }: RangeText): Range {
  let steps = DEFAULT_STEPS
  let scale: Range['scale'] = 'linear'
  let isWhole = false
  for (const option of options) {
    if (option === 'log') scale = 'log'
    else if (option === 'int') isWhole = true
    else if (/^\d{1,6}$/.test(option)) steps = Number(option)
    else throw invalid(text, `"${option}" is neither a number of steps, nor log, nor int`)
  }
  if (steps < 2 || steps > MOST_STEPS) throw invalid(text, `${steps} steps are not from 2 to ${MOST_STEPS}`)
  if (!(from < to)) throw invalid(text, `it ends at ${to}, not above ${from}`)
  if (scale === 'log' && from <= 0) throw invalid(text, `a logarithmic range begins above 0, not at ${from}`)
  return { tag: 'range', path, from, to, steps, scale, isWhole }
}

/** Short decimals: steps of 0.1 shall not read 0.30000000000000004. */
const tidy = (value: number): number => Number(value.toPrecision(12))

/** The value at a place from 0 to 1 of a range. */
function valueOfRange({ from, to, scale, isWhole }: Range, place: number): number {
  const value =
    scale === 'log' ? Math.exp(Math.log(from) + place * (Math.log(to) - Math.log(from))) : from + place * (to - from)
  return isWhole ? Math.round(value) : tidy(value)
}

/** Values of a grid along a factor: both ends of a range and equal steps between, each value once. */
export function gridValues(factor: Factor): readonly Scalar[] {
  if (factor.tag === 'values') return [...new Set(factor.values)]
  const places = Array.from({ length: factor.steps }, (_, step) => step / (factor.steps - 1))
  return [...new Set(places.map((place) => valueOfRange(factor, place)))]
}

/** The value of a factor at a place in [0, 1): of named values each gets an equal part. */
export function valueAtPlace(factor: Factor, place: number): Scalar {
  if (factor.tag === 'range') return valueOfRange(factor, place)
  return factor.values[Math.min(factor.values.length - 1, Math.floor(place * factor.values.length))] ?? null
}

/** A factor in the form that `parseVary` takes. */
export function varyText(factor: Factor): string {
  if (factor.tag === 'values') return `${factor.path}=${factor.values.map(String).join(',')}`
  const { path, from, to, steps, scale, isWhole } = factor
  return `${path}=${from}..${to}:${steps}${scale === 'log' ? ':log' : ''}${isWhole ? ':int' : ''}`
}
