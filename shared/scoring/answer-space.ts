import type { Mechanism, ScoreScale } from '../mechanism/mechanism.ts'
import { marginalContributions, type Places, type RowContributionOptions, rowContributions } from './contribution.ts'

/** The answers of a round's miners to its shared tasks, as far as comparing them takes; miners by position. */
export interface AnswerSpace {
  /** Distance of two miners' answers to a task, 0 to 1; a metric (the search prunes by the triangle inequality). */
  distance(a: number, b: number, task: number): number
  /** Marginal contribution of each miner that answered, in skill; absent where the mechanism has no blend. */
  contributions?(places: Places): ReadonlyMap<number, number>
}

export interface RowSpaceOptions extends Omit<RowContributionOptions, 'places'> {
  /** Of the shared tasks. */
  readonly scale: ScoreScale
}

/**
 * Answers that are rows of probabilities: total variation `½ Σ |p − q|` as distance (Levin, Peres & Wilmer 2009, "Markov
 * Chains and Mixing Times", §4.1) and the mean of rows as blend.
 */
export function rowSpace({ scale, ...answers }: RowSpaceOptions): AnswerSpace {
  const { rows, width } = answers
  const room = scale.perfect - scale.chance
  return {
    distance(a, b, task) {
      const left = rows[a]
      const right = rows[b]
      return left === undefined || right === undefined ? 1 : totalVariation(left, right, task * width, width)
    },
    contributions: (places) =>
      new Map([...rowContributions({ ...answers, places })].map(([miner, score]) => [miner, score / room])),
  }
}

export interface MechanismSpaceOptions<Task, Answer> {
  readonly mechanism: Pick<Mechanism<Task, unknown, Answer>, 'distance' | 'blend' | 'score'>
  /** Shared tasks. */
  readonly tasks: readonly Task[]
  /** Parsed answers of each miner to them, `undefined` for one without answers. */
  readonly answers: readonly (readonly Answer[] | undefined)[]
  /** Of the shared tasks. */
  readonly scale: ScoreScale
}

/**
 * Answers of any mechanism, by its own distance and blend. Contributions take a blend of all miners for each of them;
 * `rowSpace` is quicker where answers are rows whose blend is their mean.
 */
export function mechanismSpace<Task, Answer>({
  mechanism,
  tasks,
  answers,
  scale,
}: MechanismSpaceOptions<Task, Answer>): AnswerSpace {
  const room = scale.perfect - scale.chance
  const answerOf = (miner: number, task: number): readonly Answer[] => {
    const answer = answers[miner]?.[task]
    return answer === undefined ? [] : [answer]
  }
  const scoreOf = (places: Places): number => {
    let sum = 0
    for (const [index, task] of tasks.entries()) {
      const voices = places.flatMap((members) => {
        const own = members.flatMap((miner) => answerOf(miner, index))
        return own.length === 0 ? [] : [mechanism.blend(own)]
      })
      sum += voices.length === 0 ? scale.chance : mechanism.score(task, mechanism.blend(voices))
    }
    return sum / Math.max(1, tasks.length)
  }
  return {
    distance(a, b, task) {
      const left = answers[a]?.[task]
      const right = answers[b]?.[task]
      return left === undefined || right === undefined ? 1 : mechanism.distance(left, right)
    },
    contributions: (places) =>
      new Map([...marginalContributions(places, scoreOf)].map(([miner, score]) => [miner, score / room])),
  }
}

/** `½ Σ |p − q|` of the rows at an offset: 0 when equal, 1 when they agree on nothing. */
export function totalVariation(left: Float32Array, right: Float32Array, offset: number, width: number): number {
  let sum = 0
  for (let i = offset; i < offset + width; i++) sum += Math.abs((left[i] ?? 0) - (right[i] ?? 0))
  return sum / 2
}
