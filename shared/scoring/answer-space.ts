import type { Mechanism, ScoreScale } from '../mechanism/mechanism.ts'
import { marginalContributions, type Places, type RowContributionOptions, rowContributions } from './contribution.ts'

/** The answers of a round's miners to its shared tasks, as far as comparing them takes; miners by position. */
export interface AnswerSpace {
  /** Distance of two miners' answers to a task, 0 to 1; a metric (the search prunes by the triangle inequality). */
  distance(a: number, b: number, task: number): number
  /** Whether two miners rank all outputs of a task alike; absent where answers are no rows of four outputs or more. */
  isSameOrder?(a: number, b: number, task: number): boolean
  /** Marginal contribution of each miner that answered, in skill; absent where nobody is paid by it. */
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
    isSameOrder(a, b, task) {
      const at = (rows: Float32Array | undefined) => rows?.subarray(task * width, (task + 1) * width)
      return areSameOrder(at(rows[a]), at(rows[b]))
    },
    contributions: (places) =>
      new Map([...rowContributions({ ...answers, places })].map(([miner, score]) => [miner, score / room])),
  }
}

/** Answers of a round, and by what they are compared. */
export interface MechanismSpaceOptions<Task, Answer> {
  readonly mechanism: Pick<Mechanism<Task, unknown, Answer>, 'distance' | 'blend' | 'score'>
  /** Shared tasks. */
  readonly tasks: readonly Task[]
  /** Parsed answers of each miner to them, `undefined` for one without answers. */
  readonly answers: readonly (readonly Answer[] | undefined)[]
  /** Of the shared tasks. */
  readonly scale: ScoreScale
  /** Whether miners are paid by their contributions, which take a blend of all for each of them. Default: no. */
  readonly isContributionPaid?: boolean
}

/**
 * Answers of any mechanism, by its own distance and blend. `rowSpace` finds contributions sooner where answers are rows
 * whose blend is their mean.
 */
export function mechanismSpace<Task, Answer>({
  mechanism,
  tasks,
  answers,
  scale,
  isContributionPaid = false,
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
    isSameOrder: (a, b, task) => areSameOrder(answers[a]?.[task], answers[b]?.[task]),
    ...(isContributionPaid && {
      contributions: (places) =>
        new Map([...marginalContributions(places, scoreOf)].map(([miner, score]) => [miner, score / room])),
    }),
  }
}

/** `½ Σ |p − q|` of the rows at an offset: 0 when equal, 1 when they agree on nothing. */
function totalVariation(left: Float32Array, right: Float32Array, offset: number, width: number): number {
  let sum = 0
  for (let i = offset; i < offset + width; i++) sum += Math.abs((left[i] ?? 0) - (right[i] ?? 0))
  return sum / 2
}

/** With fewer outputs rows are in the same order too often to tell anything. */
const MIN_ORDERED = 4

/** Differences up to here are of rounding and have no sign. */
const TIE = 1e-6

/** Whether no two outputs stand the other way round in the other row: so they stay whatever curve is drawn over them. */
function areSameOrder(left: unknown, right: unknown): boolean {
  if (!(left instanceof Float32Array && right instanceof Float32Array) || left.length < MIN_ORDERED) return false
  for (let i = 1; i < left.length; i++)
    for (let j = 0; j < i; j++) {
      const x = (left[i] ?? 0) - (left[j] ?? 0)
      const y = (right[i] ?? 0) - (right[j] ?? 0)
      if (x * y < 0 && Math.abs(x) > TIE && Math.abs(y) > TIE) return false
    }
  return true
}
