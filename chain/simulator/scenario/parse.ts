import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { parseMechanismName } from '../../../shared/mechanism/names.ts'
import { nearestName } from '../../../shared/near-name.ts'
import { checkPlayable } from '../play/full/scenario-rules.ts'
import { checkLevel, findStrategy, type OwnStrategies, parseParams } from '../strategies/find-strategy.ts'
import { groupName } from './cast.ts'
import { checkHyperparameterNames } from './hyperparameters.ts'
import { type Scenario, scenarioSchema } from './schema.ts'

/**
 * A scenario from anything, with all defaults.
 * @throws AppError `invalid-scenario` that names the field and, for an unknown one, the nearest valid name;
 * `unknown-strategy`, `unknown-mechanism`, `unknown-parameter`, `invalid-parameter`, `unknown-hyperparameter`.
 */
export function parseScenario(input: unknown, own: OwnStrategies = new Map()): Scenario {
  const result = scenarioSchema.safeParse(input)
  if (!result.success) throw explain(result.error, input)
  const scenario = result.data
  for (const group of scenario.actors) {
    const strategy = findStrategy(group.role, group.strategy, own)
    checkLevel(strategy, group, scenario.level)
    parseParams(strategy, group.params, `${group.strategy} (${groupName(group)})`)
  }
  parseMechanismName(scenario.mechanism)
  checkPlayable(scenario)
  checkHyperparameterNames(scenario.network.hyperparameters)
  return scenario
}

function explain(error: z.ZodError, input: unknown): AppError {
  // A field that is spelt wrongly explains why the right one is missing.
  const issue = error.issues.find(({ code }) => code === 'unrecognized_keys') ?? error.issues[0]
  const path = (issue?.path ?? []).map(String)
  const where = path.length === 0 ? 'the scenario' : path.join('.')
  if (issue?.code === 'unrecognized_keys') {
    const name = issue.keys[0] ?? ''
    const valid = keysAt(scenarioSchema, path)
    const near = nearestName(name, valid)
    const hint = near === undefined ? `valid: ${valid.join(', ')}` : `did you mean ${near}?`
    return new AppError('invalid-scenario', `${where} has no field ${name}; ${hint}`, { path, name })
  }
  const found = valueAt(input, issue?.path ?? [])
  if (path.length === 0 && !isMapping(found)) {
    const what = found === null || found === undefined ? 'is empty' : 'is no mapping of fields'
    const valid = 'needed are at least actors: [{ role: validator }, { role: miner }]'
    return new AppError('invalid-scenario', `the scenario ${what}; ${valid}`, { path })
  }
  const isShort = typeof found !== 'object' || issue?.code === 'invalid_union'
  const shown = isShort ? `; found ${shorten(JSON.stringify(found) ?? 'nothing')}` : ''
  return new AppError('invalid-scenario', `${where}: ${issue?.message ?? 'not valid'}${shown}`, { path })
}

const isMapping = (found: unknown): boolean => typeof found === 'object' && found !== null && !Array.isArray(found)

const MOST_SHOWN = 200
const shorten = (text: string): string => (text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…`)

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let found = input
  for (const key of path) found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined
  return found
}

/** Names of the fields at a place of a schema; none where it has several forms. */
function keysAt(schema: z.core.$ZodType, path: readonly string[]): readonly string[] {
  const bare = unwrap(schema)
  const [first, ...rest] = path
  if (first === undefined) return bare instanceof z.ZodObject ? Object.keys(bare.shape) : []
  if (bare instanceof z.ZodArray) return keysAt(bare.element, rest)
  const field = bare instanceof z.ZodObject ? bare.shape[first] : undefined
  return field === undefined ? [] : keysAt(field, rest)
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return unwrap(schema.unwrap())
  return schema instanceof z.ZodPipe ? unwrap(schema.in) : schema
}
