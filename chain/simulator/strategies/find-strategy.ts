import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { nearestName } from '../../../shared/near-name.ts'
import { STRATEGIES } from './registry.ts'
import type { AnyStrategy, LevelName, Role } from './strategy.ts'

/** Strategies of a person's own, by the name that the scenario gives: the path of their module. */
export type OwnStrategies = ReadonlyMap<string, AnyStrategy>

/**
 * The strategy of a name and role.
 * @throws AppError `unknown-strategy` with the nearest valid name, or the role that the name has.
 */
export function findStrategy(role: Role, name: string, own: OwnStrategies = new Map()): AnyStrategy {
  const known: Readonly<Record<string, AnyStrategy>> = STRATEGIES[role]
  const found = own.get(name) ?? (Object.hasOwn(known, name) ? known[name] : undefined)
  if (found?.role === role) return found
  if (found !== undefined) throw unknown(role, name, `${name} is a strategy of a ${found.role}`)
  const near = nearestName(name, Object.keys(known))
  if (near !== undefined) throw unknown(role, name, `did you mean ${near}?`)
  const others = Object.entries(STRATEGIES).filter(([, strategies]) => Object.hasOwn(strategies, name))
  const [other] = others.map(([of]) => of)
  const hint = other === undefined ? '' : `; ${name} is one of a ${other}`
  throw unknown(role, name, `valid: ${[...Object.keys(known), './a-module.ts'].join(', ')}${hint}`)
}

/**
 * Finds a strategy that a level has no place for.
 * @throws AppError `wrong-level` with the level that it takes, and the strategies that this one has.
 */
export function checkLevel(
  { role, levels }: AnyStrategy,
  { strategy }: { readonly strategy: string },
  level: LevelName,
): void {
  if (levels === undefined || levels.includes(level)) return
  const known: Readonly<Record<string, AnyStrategy>> = STRATEGIES[role]
  const valid = Object.keys(known).filter((name) => known[name]?.levels?.includes(level) !== false)
  throw new AppError(
    'wrong-level',
    `the strategy ${strategy} of a ${role} is played at the level ${levels.join(' or ')} only, and level is ${level}; set level: ${levels.join(' or ')}, or use one of ${valid.join(', ')}`,
    { role, strategy, level },
  )
}

const unknown = (role: Role, name: string, hint: string) =>
  new AppError('unknown-strategy', `no strategy of a ${role} is called ${name}; ${hint}`, { role, name })

/**
 * Parameters of a strategy with their defaults.
 * @throws AppError `unknown-parameter` with the nearest valid name; `invalid-parameter` for a value.
 */
export function parseParams({ params }: AnyStrategy, input: Readonly<Record<string, unknown>>, where: string): unknown {
  const result = params.safeParse(input)
  if (result.success) return result.data
  throw explain(result.error, params, where)
}

function explain(error: z.ZodError, schema: z.ZodType, where: string): AppError {
  const [issue] = error.issues
  const valid = paramNames(schema)
  if (issue?.code === 'unrecognized_keys') {
    const name = issue.keys[0] ?? ''
    const near = nearestName(name, valid)
    const hint =
      near !== undefined ? `did you mean ${near}?` : valid.length > 0 ? `valid: ${valid.join(', ')}` : 'it has none'
    return new AppError('unknown-parameter', `${where} has no parameter ${name}; ${hint}`, { where, name })
  }
  const path = issue?.path.join('.') ?? ''
  return new AppError(
    'invalid-parameter',
    `${where}: ${path === '' ? '' : `${path}: `}${issue?.message ?? 'not valid'}`,
    { where, path },
  )
}

/** Names of the parameters of a schema of an object. */
const paramNames = (schema: z.ZodType): readonly string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
