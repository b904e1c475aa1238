import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { runEpoch } from '../../yuma/epoch.ts'
import { epochInputs } from './epoch-inputs.ts'
import { toEpochOutputs } from './epoch-outputs.ts'
import { parseExactJson, toExactJson } from './exact-json.ts'
import { valid } from './fields.ts'

const named = z.object({ name: z.string(valid('a text')) })
const item = z.object(
  { name: z.string(valid('a text')), inputs: epochInputs },
  valid('an object with a name and the inputs of an epoch'),
)
const items = z.array(z.unknown(), valid('a list of { "name", "inputs" }'))

/** Outputs as JSON, and how many epochs there were. */
export interface VectorsResult {
  readonly json: string
  readonly epochs: number
}

/** `inputs.weights[2][0]` */
function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return text.replace(/^\./, '')
}

function explain(error: z.ZodError, where: string): string {
  const [first, ...others] = error.issues
  const place = [where, pathText(first?.path ?? [])].filter((part) => part !== '').join(': ')
  const more =
    others.length === 0 ? '' : ` (and ${others.length} more such ${others.length === 1 ? 'error' : 'errors'})`
  return `${place} ${first?.message ?? 'is not valid'}${more}`
}

function parse<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new AppError('invalid-vectors', explain(result.error, where), { where })
}

/** `item 3 ("one validator")`, so that a person finds it by either. */
function label(value: unknown, index: number): string {
  const { data } = named.safeParse(value)
  return data === undefined ? `item ${index}` : `item ${index} (${JSON.stringify(data.name)})`
}

/**
 * Runs the epoch of every item of a JSON list of `{ name, inputs }` and gives a JSON list of `{ name, outputs }`, one
 * line each. Other fields of an item are ignored. Nothing runs unless all items are valid.
 * @throws AppError `invalid-json`; `invalid-vectors` that names the item and the field.
 */
export function runVectors(text: string): VectorsResult {
  const parsed = parse(items, parseExactJson(text), 'the input').map((value, index) =>
    parse(item, value, label(value, index)),
  )
  const lines = parsed.map(({ name, inputs }) => toExactJson({ name, outputs: toEpochOutputs(runEpoch(inputs)) }))
  return { json: lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`, epochs: lines.length }
}
