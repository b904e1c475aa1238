import { AppError } from '../errors.ts'
import { importModule } from '../import-module.ts'
import type { Mechanism } from './mechanism.ts'

/**
 * Loads a person's own mechanism: the export `mechanism` of a module.
 * @param taken ids of other mechanisms, which it may not have: scores are kept by id.
 * @throws AppError `no-module` when it cannot be loaded, `not-a-mechanism` naming every member that is missing or of
 * another kind.
 */
export async function importMechanism(path: string, taken: readonly string[]): Promise<Mechanism> {
  const { mechanism: found } = await importModule(path)
  const faults = faultsOf(found)
  if (!isMechanism(found, faults))
    throw new AppError('not-a-mechanism', `the export "mechanism" of ${path} ${faults.join('; ')}`, { path })
  if (taken.includes(found.id))
    throw new AppError(
      'not-a-mechanism',
      `${path} has the id ${JSON.stringify(found.id)}, which is built in; give it one of its own`,
      { path },
    )
  return found
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isMechanism = (_: unknown, faults: readonly string[]): _ is Mechanism => faults.length === 0

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

const isDifficulty = (value: unknown): boolean =>
  isRecord(value) &&
  isNumber(value.default) &&
  value.default >= 0 &&
  value.default <= 1 &&
  typeof value.description === 'string'

function isScale(value: unknown): boolean {
  if (!isRecord(value)) return false
  const { worst, chance, perfect } = value
  return isNumber(worst) && isNumber(chance) && isNumber(perfect) && worst <= chance && chance < perfect
}

/** Members of a mechanism that are no functions. */
const VALUES: readonly (readonly [name: string, fits: (value: unknown) => boolean, valid: string])[] = [
  ['id', (value) => typeof value === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(value), 'a lower-case word'],
  ['version', (value) => isNumber(value) && Number.isInteger(value) && value >= 1, 'a whole number from 1'],
  ['description', (value) => typeof value === 'string' && value !== '', 'a text'],
  ['difficulty', isDifficulty, '{ default: 0 to 1, description: text }'],
  ['scale', isScale, '{ worst, chance, perfect }, numbers with worst ≤ chance < perfect'],
]

const FUNCTIONS = [
  ...['makeTasks', 'toCanary', 'scaleOf', 'toRequest', 'parseRequest', 'checkModel', 'answer'],
  ...['parseAnswers', 'score', 'naiveAnswers', 'distance', 'blend'],
]

/** What is wrong with a value that should be a mechanism; empty when it is one by its shape. */
function faultsOf(value: unknown): readonly string[] {
  if (!isRecord(value)) return [`is ${value === undefined ? 'missing' : 'no object'}; valid is a Mechanism`]
  const { referenceAnswers, separateRatio, rowForm } = value
  return [
    ...VALUES.flatMap(([name, fits, valid]) => (fits(value[name]) ? [] : [`needs ${name}: ${valid}`])),
    ...FUNCTIONS.flatMap((name) => (typeof value[name] === 'function' ? [] : [`needs the function ${name}`])),
    ...(referenceAnswers === undefined || typeof referenceAnswers === 'function'
      ? []
      : ['has referenceAnswers that is no function']),
    ...(separateRatio === undefined || (isNumber(separateRatio) && separateRatio >= 0 && separateRatio <= 1)
      ? []
      : ['has a separateRatio that is no number from 0 to 1']),
    ...(rowForm === undefined || isRowForm(rowForm) ? [] : ['has a rowForm without the functions toRow and toAnswer']),
  ]
}

const isRowForm = (value: unknown): boolean =>
  isRecord(value) && typeof value.toRow === 'function' && typeof value.toAnswer === 'function'
