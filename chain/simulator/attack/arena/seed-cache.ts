import { toBareHex } from '../../../../shared/bytes.ts'
import { type PlannedTask, planRound, type RoundPlan } from '../../../../shared/round/plan.ts'
import type { Ss58 } from '../../../../shared/units.ts'
import type { AnswerModel } from '../../play/full/answer-model.ts'
import type { LayOutRound } from '../../play/full/round-rules.ts'
import type { AttackOutcome } from '../attack.ts'

/**
 * What runs of one seed have in common, whatever attacks and whatever defends: the tasks of its rounds, the answers of
 * its models to them, and runs in which everybody is honest. All of it is what it would be if it were made again.
 */
export interface SeedCache {
  readonly layOut: LayOutRound
  /** A model that keeps its answers. */
  remembering(model: AnswerModel): AnswerModel
  /** The outcome of that name, played at the first call. */
  outcome(name: string, play: () => Promise<AttackOutcome>): Promise<AttackOutcome>
}

let current: { readonly seed: number; readonly cache: SeedCache } | undefined

/** The cache of a seed. A thread keeps one, so runs of a seed should follow each other. */
export function cacheOf(seed: number): SeedCache {
  if (current?.seed !== seed) current = { seed, cache: openCache() }
  return current.cache
}

function openCache(): SeedCache {
  const models = new Map<string, AnswerModel>()
  const outcomes = new Map<string, Promise<AttackOutcome>>()
  return {
    layOut: rememberPlans(),
    remembering: (model) => inMap(models, model.id, () => rememberAnswers(model)),
    outcome: (name, play) => inMap(outcomes, name, play),
  }
}

/** By who draws, seed and sizes: mechanisms that differ in how they score draw the same tasks. */
function rememberPlans(): LayOutRound {
  const plans = new Map<unknown, Map<string, RoundPlan<unknown>>>()
  return (mechanism, seed, sizes) => {
    const { shared, own, canaries } = sizes
    const ofMechanism = inMap(plans, mechanism.makeTasks, () => new Map<string, RoundPlan<unknown>>())
    return inMap(ofMechanism, `${toBareHex(seed)} ${shared} ${own} ${canaries}`, () => {
      const plan = planRound(mechanism, seed, sizes)
      const asked = new Map<Ss58, readonly PlannedTask<unknown>[]>()
      return { ...plan, forMiner: (hotkey) => inMap(asked, hotkey, () => plan.forMiner(hotkey)) }
    })
  }
}

function rememberAnswers(model: AnswerModel): AnswerModel {
  const rows = new Map<unknown, Float32Array>()
  return { ...model, answer: (task) => inMap(rows, task, () => model.answer(task)) }
}

function inMap<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
