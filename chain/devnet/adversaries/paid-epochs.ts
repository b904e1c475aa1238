import type { Ss58 } from '../../../shared/units.ts'
import type { Observation } from '../observe.ts'
import type { ScoresOfValidator } from '../scores.ts'

/** Emission over the epochs that count. */
export interface CountedEmission {
  readonly epochs: number
  /** By hotkey, in rao. */
  readonly rao: ReadonlyMap<Ss58, bigint>
}

/** Adds up the emission of the epochs that count. */
export interface PaidEpochs {
  /** To be called after every paid epoch. */
  paid(observation: Observation, scores: readonly (ScoresOfValidator | undefined)[]): void
  counted(): CountedEmission
}

/**
 * Epochs count as soon as every validator had scored all miners when the one before ended: weights of earlier ones pay for
 * having been there first.
 */
export function createPaidEpochs(miners: readonly Ss58[]): PaidEpochs {
  let before: ReadonlyMap<Ss58, bigint> | undefined
  let now: ReadonlyMap<Ss58, bigint> = new Map()
  let epochs = 0
  return {
    paid({ neurons }, scores) {
      now = new Map(neurons.map(({ hotkey, totalEmissionRao }) => [hotkey, totalEmissionRao]))
      if (before !== undefined) epochs++
      else if (scores.length > 0 && scores.every((view) => hasScored(view, miners))) before = now
    },
    counted: () => ({
      epochs,
      rao: new Map(
        miners.map((hotkey) => [
          hotkey,
          before === undefined ? 0n : (now.get(hotkey) ?? 0n) - (before.get(hotkey) ?? 0n),
        ]),
      ),
    }),
  }
}

function hasScored(view: ScoresOfValidator | undefined, miners: readonly Ss58[]): boolean {
  const known = new Set<string>(view?.map(({ hotkey }) => hotkey))
  return miners.every((hotkey) => known.has(hotkey))
}
