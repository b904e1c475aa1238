import type { Mechanism } from '../../../shared/mechanism/mechanism.ts'
import { mechanismSpace } from '../../../shared/scoring/answer-space.ts'
import type { MinerFacts } from '../../../shared/scoring/facts.ts'
import type { MinerRound } from '../../../shared/scoring/round.ts'
import { settingsFor } from '../../../shared/scoring/settings.ts'
import { afterRound, EMPTY_STATE } from '../../../shared/scoring/state.ts'
import { toWeights } from '../../../shared/scoring/to-weights.ts'
import type { FreshRound } from './answers.ts'
import type { Behaviour } from './cast.ts'

/** A miner of a subnet that is thought of: what it does, and what the chain says of it. */
export interface Seat {
  readonly name: string
  readonly behaviour: Behaviour
  /** Its model is that of the behaviour. */
  readonly facts: Omit<MinerFacts, 'model'>
}

/** Rounds count alike: fresh tasks have no order. */
const HALF_LIFE_ROUNDS = 1e9

/**
 * Share of all weight, by name, that a validator gives to miners which behave like this when it knows their skill well:
 * the validators' own functions from scores to weights, over rounds of fresh tasks. All 0 where nobody has skill.
 */
export function fairShares(
  seats: readonly Seat[],
  rounds: readonly FreshRound[],
  mechanism: Mechanism,
): ReadonlyMap<string, number> {
  const settings = settingsFor(mechanism, { halfLifeRounds: HALF_LIFE_ROUNDS })
  let state = EMPTY_STATE
  for (const [number, { tasks, scale, byFile }] of rounds.entries()) {
    const found = seats.map(({ behaviour: { file } }) => (file === undefined ? undefined : byFile.get(file)))
    const miners = seats.map(({ facts: { hotkey }, behaviour: { proof } }, i): MinerRound => {
      const given = found[i]
      if (given === undefined) return { hotkey, answers: undefined, proof }
      const { scores: shared, errors } = given
      return { hotkey, answers: { ...ONLY_SHARED, shared, errors, sliceScale: scale, canaryScale: scale }, proof }
    })
    const space = mechanismSpace({ mechanism, tasks, answers: found.map((one) => one?.answers), scale })
    state = afterRound(state, { number, scale, miners, space }, settings)
  }
  const facts = seats.map((seat) => ({ ...seat.facts, model: seat.behaviour.digest }))
  const { weights } = toWeights({ state, miners: facts }, settings)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return new Map(seats.map(({ name }, i) => [name, sum === 0 ? 0 : (weights[i] ?? 0) / sum]))
}

const ONLY_SHARED = { slice: new Float64Array(), canaries: new Float64Array(), latencyMs: undefined }
