import { weigh } from '../shared/mechanism/weigh.ts'
import type { Neuron, WeightRow } from '../shared/subtensor/client.ts'
import type { Ss58 } from '../shared/units.ts'
import type { ScoreRecord } from './db/scores.ts'
import type { WeightRecord } from './db/weights.ts'

export interface RowInput {
  readonly neurons: readonly Neuron[]
  readonly scores: ReadonlyMap<Ss58, ScoreRecord>
  /** The validator's own hotkey: it never weighs itself. */
  readonly self: Ss58
}

/**
 * The row of weights that the scores are worth now, over all uids of the subnet: scores belong to hotkeys and find the
 * uid that the hotkey has today. Neurons without a score get 0.
 */
export function toWeights({ neurons, scores, self }: RowInput): readonly WeightRecord[] {
  const skills = neurons.map(({ hotkey }) => (hotkey === self ? 0 : (scores.get(hotkey)?.average.mean ?? 0)))
  const values = weigh(skills)
  return neurons.map(({ uid, hotkey }, index) => ({ hotkey, uid, value: values[index] ?? 0 }))
}

/** The same as the chain takes it. */
export const toRow = (weights: readonly WeightRecord[]): WeightRow => ({
  uids: weights.map(({ uid }) => uid),
  values: weights.map(({ value }) => value),
})
