import { z } from 'zod'
import { importModule } from '../../../shared/import-module.ts'
import { parserOf } from '../../../shared/zod-parser.ts'
import type { OwnStrategies } from './find-strategy.ts'
import type { AnyStrategy } from './strategy.ts'

const isPath = (name: string): boolean => name.startsWith('./') || name.startsWith('../') || name.startsWith('/')

const strategyShape = z.custom<AnyStrategy>(
  (value) => shape.safeParse(value).success,
  'export default defineMiner({ … }), defineValidator({ … }) or defineChain({ … })',
)
const shape = z.looseObject({
  role: z.enum(['miner', 'validator', 'chain']),
  description: z.string(),
  params: z.instanceof(z.ZodType),
  open: z.custom((value) => typeof value === 'function'),
})

/** Strategies that a scenario names, before it is known to be one. */
export function strategyNamesIn(scenario: unknown): readonly string[] {
  const actors: unknown = isObject(scenario) && 'actors' in scenario ? scenario.actors : []
  const groups: readonly unknown[] = Array.isArray(actors) ? actors : []
  return groups.flatMap((group) =>
    isObject(group) && 'strategy' in group && typeof group.strategy === 'string' ? [group.strategy] : [],
  )
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/**
 * Loads strategies that are named by the path of a module, relative to `base`.
 * @throws AppError `no-module`; `malformed` for a module that exports no strategy.
 */
export async function loadOwnStrategies(names: readonly string[], base: string): Promise<OwnStrategies> {
  const own = new Map<string, AnyStrategy>()
  for (const name of new Set(names.filter(isPath))) own.set(name, await loadStrategy(name, base))
  return own
}

async function loadStrategy(name: string, base: string): Promise<AnyStrategy> {
  const found = await importModule(name, base)
  return parserOf(strategyShape, `the strategy ${name}`)(found.default)
}
