import { AppError } from '../../shared/errors.ts'
import type { Ss58 } from '../../shared/units.ts'

export const STRATEGY_NAMES = ['honest', 'random', 'relay', 'cache', 'late', 'downgrade'] as const
export type StrategyName = (typeof STRATEGY_NAMES)[number]

/** How a miner answers, each in half a sentence. All but the first are cheats for simulations. */
export const STRATEGIES: Readonly<Record<StrategyName, string>> = {
  honest: 'answers with its model',
  random: 'answers at random, whatever the model says',
  relay: 'asks another miner as if it were a validator and passes its answers on (--victim)',
  cache: 'remembers tasks and answers those that it has seen before from memory',
  late: 'answers correctly, but later than anybody waits (--delay-ms)',
  downgrade: 'answers with its model but says that it is another one (--claims)',
}

/** A strategy with all that it needs to know. */
export type StrategyConfig =
  | { readonly tag: 'honest' | 'random' | 'cache' }
  | {
      readonly tag: 'relay'
      /** Hotkey of the miner whose answers are taken. */
      readonly victim: Ss58
      /** How long to wait for it, both steps together. */
      readonly timeoutMs: number
    }
  | { readonly tag: 'late'; readonly delayMs: number }
  | {
      readonly tag: 'downgrade'
      /** Path of the model file whose digest is claimed. */
      readonly claims: string
    }

/** What the command line says of the strategy. */
export interface StrategyFlags {
  readonly strategy: StrategyName
  readonly victim: Ss58 | undefined
  readonly victimTimeoutMs: number
  readonly delayMs: number
  readonly claims: string | undefined
}

/**
 * The strategy that the flags ask for.
 * @throws AppError `missing-option` naming the flag that the strategy needs.
 */
export function toStrategyConfig({ strategy, ...flags }: StrategyFlags): StrategyConfig {
  switch (strategy) {
    case 'relay':
      return {
        tag: strategy,
        victim: required(strategy, '--victim HOTKEY', flags.victim),
        timeoutMs: flags.victimTimeoutMs,
      }
    case 'late':
      return { tag: strategy, delayMs: flags.delayMs }
    case 'downgrade':
      return { tag: strategy, claims: required(strategy, '--claims FILE', flags.claims) }
    default:
      return { tag: strategy }
  }
}

function required<T>(strategy: StrategyName, flag: string, value: T | undefined): T {
  if (value !== undefined) return value
  throw new AppError('missing-option', `the strategy ${strategy} needs ${flag}; it ${STRATEGIES[strategy]}`)
}
