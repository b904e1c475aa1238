import { AppError, messageOf } from '../../../shared/errors.ts'
import { nearestName } from '../../../shared/near-name.ts'
import { struct } from '../../../shared/scale/compound.ts'
import { type AnyType, decode, encode } from '../../../shared/scale/type.ts'
import type { AnyCall } from '../../frame/call.ts'
import { adminUtils } from '../../runtime/pallets/admin-utils/index.ts'
import type { World } from '../world/world.ts'

const PREFIX = 'sudo_set_'

/** Every setting that a scenario can name, by that name, with the call that makes it. */
const SETTINGS: ReadonlyMap<string, AnyCall> = new Map(
  Object.entries<AnyCall>(adminUtils.calls).flatMap(([name, def]): [string, AnyCall][] =>
    name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), def]] : [],
  ),
)

/** Names of the settings of chain and subnet, such as `kappa`. */
export const HYPERPARAMETER_NAMES: readonly string[] = [...SETTINGS.keys()].sort()

/** @throws AppError `unknown-hyperparameter` with the nearest name. */
export function checkHyperparameterNames(settings: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(settings)) if (!SETTINGS.has(name)) throw unknownName(name)
}

/**
 * Makes settings on a chain as its root does, in the order of the scenario.
 * @throws AppError `unknown-hyperparameter` with the nearest name; `impossible-hyperparameter` for a value that the
 * chain's types cannot hold or that it refuses, with its reason.
 */
export function applyHyperparameters(
  world: Pick<World, 'dispatch'>,
  netuid: number,
  settings: Readonly<Record<string, unknown>>,
): void {
  for (const [name, value] of Object.entries(settings)) {
    const def = SETTINGS.get(name)
    if (def === undefined) throw unknownName(name)
    const result = world.dispatch('root', def, argsOf(name, def, { netuid, value }))
    if (!result.ok) throw impossible(name, value, result.message)
  }
}

function unknownName(name: string): AppError {
  const near = nearestName(name, HYPERPARAMETER_NAMES)
  const hint = near === undefined ? `valid: ${HYPERPARAMETER_NAMES.join(', ')}` : `did you mean ${near}?`
  return new AppError('unknown-hyperparameter', `the chain has no setting ${name}; ${hint}`, { name })
}

const impossible = (name: string, value: unknown, reason: string, cause?: unknown): AppError =>
  new AppError('impossible-hyperparameter', `${name} ${show(value)} is not possible: ${reason}`, { name }, cause)

const show = (value: unknown): string => JSON.stringify(value) ?? String(value)

/** A single value stands for the one argument beside the netuid; several are named by an object. */
function argsOf(
  name: string,
  def: AnyCall,
  { netuid, value }: { readonly netuid: number; readonly value: unknown },
): Readonly<Record<string, unknown>> {
  const own = Object.keys(def.args).filter((argument) => argument !== 'netuid')
  const [only, ...others] = own
  const isNamed = typeof value === 'object' && value !== null && !Array.isArray(value) && !('tag' in value)
  const named = others.length === 0 && only !== undefined && !isNamed ? { [only]: value } : value
  const given: Readonly<Record<string, unknown>> = typeof named === 'object' && named !== null ? { ...named } : {}
  const missing = own.filter((argument) => given[argument] === undefined)
  if (missing.length > 0) throw impossible(name, value, `it needs ${own.join(' and ')}`)
  const shape = struct([], def.args)
  try {
    // Numbers, and decimal texts from 2^53 on, stand for whole numbers of any size; through SCALE they are what a call of
    // the chain would carry.
    const args = Object.fromEntries(
      Object.entries<AnyType>(def.args).map(([argument, { minBytes }]) => {
        const raw = argument === 'netuid' ? netuid : given[argument]
        return [argument, minBytes >= 8 && isWhole(raw) ? BigInt(raw) : raw]
      }),
    )
    const carried: Readonly<Record<string, unknown>> = decode(shape, encode(shape, args))
    const changed = own.find((argument) => isPrimitive(carried[argument]) && carried[argument] !== args[argument])
    if (changed !== undefined) throw new TypeError(`a ${typeof carried[changed]} is valid`)
    return carried
  } catch (error) {
    throw impossible(name, value, messageOf(error), error)
  }
}

const isWhole = (raw: unknown): raw is number | string =>
  typeof raw === 'number' ? Number.isSafeInteger(raw) : typeof raw === 'string' && /^-?\d{1,40}$/.test(raw)

const isPrimitive = (value: unknown): boolean => typeof value !== 'object'
