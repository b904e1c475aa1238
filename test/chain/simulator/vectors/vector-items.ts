import { z } from 'zod'
import { readVectors } from '../../../support/yuma-vectors.ts'

const inputs = z.record(z.string(), z.unknown())
const expected = z.record(z.string(), z.unknown())
const step = z.object({ inputs, expected_exact: expected })

/** An item for `devnet yuma` and what must come out. */
export interface VectorItem {
  readonly name: string
  readonly inputs: Readonly<Record<string, unknown>>
  readonly outputs: unknown
}

/** Amounts are decimal strings in the vectors; the command writes those below 2^53 as numbers. */
function shortened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shortened)
  if (typeof value !== 'string' || !/^\d+$/.test(value)) return value
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}
const shortenedFields = (fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shortened(value)]))

/** Every epoch of our vectors: scenarios, random epochs, and those of several mechanisms. */
export function vectorItems(): VectorItem[] {
  const scenarios = readVectors('epoch-scenarios', z.array(z.object({ name: z.string(), steps: z.array(step) })))
  const fuzz = readVectors('epoch-fuzz', z.array(step.extend({ name: z.string() })))
  const mechanisms = readVectors(
    'mechanisms',
    z.object({
      epochs: z.array(
        z.object({
          name: z.string(),
          inputs_per_mechanism: z.array(inputs),
          expected_exact_per_mechanism: z.array(expected),
        }),
      ),
    }),
  )
  return [
    ...scenarios.flatMap(({ name, steps }) => steps.map((epoch, k) => ({ name: `${name} ${k}`, ...epoch }))),
    ...fuzz,
    ...mechanisms.epochs.flatMap((epoch) =>
      epoch.inputs_per_mechanism.map((given, mecid) => ({
        name: `${epoch.name} ${mecid}`,
        inputs: given,
        expected_exact: epoch.expected_exact_per_mechanism[mecid] ?? {},
      })),
    ),
  ].map(({ name, inputs: given, expected_exact }) => ({
    name,
    inputs: given,
    outputs: shortenedFields(expected_exact),
  }))
}
