import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import type { Rng } from '../../../../shared/rng.ts'
import { mechanismSpace } from '../../../../shared/scoring/answer-space.ts'
import { errorsOf } from '../../../../shared/scoring/errors-of.ts'
import { settingsFor } from '../../../../shared/scoring/settings.ts'
import { afterRound, EMPTY_STATE, type ScoringState } from '../../../../shared/scoring/state.ts'
import { toWeights, type WeightsResult } from '../../../../shared/scoring/to-weights.ts'

const SHARED = 102
const SLICE = 26
const CANARIES = 6

/** Tasks that a round with so many models takes. */
export const tasksOfRound = (models: number): number => SHARED + models * (SLICE + CANARIES)

/** A hotkey and the model that it answers by. */
export interface Player {
  readonly hotkey: string
  readonly model: number
}

interface PlayInput<Task, Answer> {
  readonly mechanism: Mechanism<Task, unknown, Answer>
  readonly tasks: readonly Task[]
  /** Of each model to all tasks. */
  readonly answers: readonly (readonly Answer[])[]
  readonly players: readonly Player[]
  readonly rng: Rng
}

/** Plays as many rounds as there are tasks for, through nothing but the interface of a mechanism. */
export function playMechanism<Task, Answer>({
  mechanism,
  tasks,
  answers,
  players,
  rng,
}: PlayInput<Task, Answer>): {
  state: ScoringState
  result: WeightsResult
} {
  const settings = settingsFor(mechanism)
  const perRound = tasksOfRound(answers.length)
  let state = EMPTY_STATE
  for (let number = 0; (number + 1) * perRound <= tasks.length; number++) {
    const from = number * perRound
    const shared = tasks.slice(from, from + SHARED)
    const scale = mechanism.scaleOf(shared)
    const given = players.map(({ model }) => answers[model]!.slice(from, from + SHARED))
    const miners = players.map(({ hotkey, model }, position) => {
      const start = from + SHARED + model * (SLICE + CANARIES)
      const own = tasks.slice(start, start + SLICE)
      const canaries = tasks.slice(start + SLICE, start + SLICE + CANARIES).map((task) => mechanism.toCanary(task, rng))
      const scoresOf = (some: readonly Task[], at: number) =>
        Float64Array.from(some, (task, i) => mechanism.score(task, answers[model]![at + i]!))
      return {
        hotkey,
        proof: 'absent' as const,
        answers: {
          shared: scoresOf(shared, from),
          errors: errorsOf(mechanism, shared, given[position]!),
          slice: scoresOf(own, start),
          sliceScale: mechanism.scaleOf(own),
          canaries: scoresOf(canaries, start + SLICE),
          canaryScale: mechanism.scaleOf(canaries),
          latencyMs: undefined,
        },
      }
    })
    const space = mechanismSpace({ mechanism, tasks: shared, answers: given, scale, isContributionPaid: true })
    state = afterRound(state, { number, scale, miners, space }, settings)
  }
  const facts = players.map(({ hotkey }, uid) => ({ hotkey, uid, modelBlock: uid, model: hotkey, registeredBlock: 0 }))
  return { state, result: toWeights({ state, miners: facts }, settings) }
}
