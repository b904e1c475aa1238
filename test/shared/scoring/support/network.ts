import type { MinerFacts } from '../../../../shared/scoring/facts.ts'
import type { ScoringSettings } from '../../../../shared/scoring/settings.ts'
import { afterRound, EMPTY_STATE, type ScoringState } from '../../../../shared/scoring/state.ts'
import { toWeights, type WeightsResult } from '../../../../shared/scoring/to-weights.ts'
import { seeded } from '../../../support/seeded.ts'
import type { Pool } from './ladder-pool.ts'
import { type SimulatedMiner, simulateRound, tasksPerRound } from './rounds.ts'

/** A simulated miner with what the chain says of it. */
export interface Actor extends SimulatedMiner, Partial<Omit<MinerFacts, 'hotkey'>> {}

/** What became of a network. */
export interface Outcome {
  readonly state: ScoringState
  readonly last: WeightsResult
  /** Mean share of the weights over all rounds, by hotkey. */
  readonly shares: Readonly<Record<string, number>>
  /** Tags of the last findings, by hotkey. */
  readonly tags: Readonly<Record<string, readonly string[]>>
}

/** What the chain says of actors: those that say nothing else committed at block 10 + position, each its own model. */
const factsOf = (actors: readonly Actor[]): readonly MinerFacts[] =>
  actors.map(({ hotkey, uid, modelBlock, model, registeredBlock }, position) => ({
    hotkey,
    uid: uid ?? position,
    modelBlock: modelBlock ?? 10 + position,
    model: model ?? `model of ${hotkey}`,
    registeredBlock: registeredBlock ?? position,
  }))

/** Plays rounds and weighs after each, on the tasks of the pool from its start. */
export function playNetwork(
  pool: Pool,
  actors: readonly Actor[],
  { settings, rounds, seed = 1 }: { settings: ScoringSettings; rounds: number; seed?: number },
): Outcome {
  const perRound = tasksPerRound(actors.length)
  const room = Math.floor((pool.labels.length - perRound) / perRound)
  if (room < rounds) throw new Error(`the pool has tasks for ${room} rounds`)
  const rng = seeded(seed)
  const miners = factsOf(actors)
  let state = EMPTY_STATE
  let last = toWeights({ state, miners }, settings)
  const sums = actors.map(() => 0)
  for (let number = 0; number < rounds; number++) {
    state = afterRound(state, simulateRound(pool, actors, { number, from: number * perRound, rng }), settings)
    last = toWeights({ state, miners }, settings)
    const total = last.weights.reduce((a, b) => a + b, 0)
    for (const [i, weight] of last.weights.entries()) sums[i] = (sums[i] ?? 0) + weight / Math.max(1, total) / rounds
  }
  const byHotkey = <T>(values: readonly T[]) => Object.fromEntries(actors.map(({ hotkey }, i) => [hotkey, values[i]!]))
  return {
    state,
    last,
    shares: byHotkey(sums),
    tags: byHotkey(last.reasons.map((findings) => findings.map(({ tag }) => tag))),
  }
}
