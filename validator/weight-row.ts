import type { MinerFacts } from '../shared/scoring/facts.ts'
import type { ScoringSettings } from '../shared/scoring/settings.ts'
import type { ScoringState } from '../shared/scoring/state.ts'
import { toWeights } from '../shared/scoring/to-weights.ts'
import type { ChainCommitment, Neuron, WeightRow } from '../shared/subtensor/client.ts'
import { registeredModelOf } from '../shared/subtensor/registered-model.ts'
import type { Ss58 } from '../shared/units.ts'
import type { WeightRecord } from './db/weights.ts'

export interface FactsInput {
  readonly neurons: readonly Neuron[]
  /** What hotkeys have committed on chain. */
  readonly onChain: ReadonlyMap<Ss58, ChainCommitment>
}

/** What the chain says of neurons, as far as weights take it. */
export const toFacts = ({ neurons, onChain }: FactsInput): readonly MinerFacts[] =>
  neurons.map(({ hotkey, uid, blockAtRegistration: registeredBlock }) => {
    const model = registeredModelOf(onChain.get(hotkey))
    return { hotkey, uid, registeredBlock, model: model?.digest, modelBlock: model?.block }
  })

export interface RowInput {
  /** All of the subnet. */
  readonly neurons: readonly Pick<Neuron, 'uid' | 'hotkey'>[]
  /** Those to weigh. */
  readonly miners: readonly MinerFacts[]
  readonly state: ScoringState
  readonly settings: ScoringSettings
}

/**
 * The row of weights that the scores are worth now, over all uids of the subnet: scores belong to hotkeys and find the
 * uid that the hotkey has today. Neurons that are not to be weighed get 0.
 */
export function toWeightRecords({ neurons, miners, state, settings }: RowInput): readonly WeightRecord[] {
  const { weights } = toWeights({ state, miners }, settings)
  const values = new Map<string, number>(miners.map(({ hotkey }, index) => [hotkey, weights[index] ?? 0]))
  return neurons.map(({ uid, hotkey }) => ({ hotkey, uid, value: values.get(hotkey) ?? 0 }))
}

/**
 * The same row with one hotkey paid as the best miner: what a validator writes that favours a friend. For subnets that
 * are put to the test; everybody can find it out with `validator audit`.
 */
export function favour(weights: readonly WeightRecord[], friend: Ss58): readonly WeightRecord[] {
  const top = weights.reduce((most, { value }) => Math.max(most, value), 0)
  return weights.map((weight) => (weight.hotkey === friend ? { ...weight, value: top } : weight))
}

/** The same as the chain takes it. */
export const toRow = (weights: readonly WeightRecord[]): WeightRow => ({
  uids: weights.map(({ uid }) => uid),
  values: weights.map(({ value }) => value),
})
