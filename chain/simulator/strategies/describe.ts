import { z } from 'zod'
import { STRATEGIES } from './registry.ts'
import type { AnyStrategy } from './strategy.ts'

/** A parameter as a person reads of it. */
export interface ParamInfo {
  readonly name: string
  /** As JSON. */
  readonly fallback: string
  readonly description: string
}

/** A built-in strategy as a person reads of it. */
export interface StrategyInfo {
  readonly role: string
  readonly name: string
  readonly description: string
  /** Levels that it is played at, where not at all. */
  readonly levels: readonly string[] | undefined
  readonly params: readonly ParamInfo[]
}

/** All built-in strategies in the order of the registry. */
export const describeStrategies = (): readonly StrategyInfo[] =>
  Object.entries<Readonly<Record<string, AnyStrategy>>>(STRATEGIES).flatMap(([role, strategies]) =>
    Object.entries(strategies).map(([name, { description, levels, params }]) => ({
      role,
      name,
      description,
      levels,
      params: describeParams(params),
    })),
  )

function describeParams(schema: z.ZodType): readonly ParamInfo[] {
  if (!(schema instanceof z.ZodObject)) return []
  return Object.entries(schema.shape).map(([name, field]) => {
    const { data } = z.safeParse(field, undefined)
    const described = field instanceof z.ZodType ? (field.description ?? '') : ''
    return { name, fallback: JSON.stringify(data) ?? 'none', description: described }
  })
}
