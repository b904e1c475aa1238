import type { Mechanism, ScoreScale } from '../mechanism/mechanism.ts'
import { marginalContributions, type Places, rowContributions } from './contribution.ts'
import { redrawing } from './redrawn.ts'

/** The answers of a round's miners to its shared tasks, as far as comparing them takes; miners by position. */
export interface AnswerSpace {
  /** Distance of two miners' answers to a task, 0 to 1; a metric (the search prunes by the triangle inequality). */
  distance(a: number, b: number, task: number): number
  /**
   * Whether two miners' answers to a task are the same but for a curve that one drew over them: see `redrawing`. Absent
   * where nobody asks.
   * @param within distance up to which what is left without the curve is nothing.
   */
  isRedrawn?(a: number, b: number, task: number, within: number): boolean
  /** Marginal contribution of each miner that answered, in skill; absent where nobody is paid by it. */
  contributions?(places: Places): ReadonlyMap<number, number>
}

/** Answers of a round, and by what they are compared. */
export interface MechanismSpaceOptions<Task, Answer> {
  readonly mechanism: Pick<Mechanism<Task, unknown, Answer>, 'distance' | 'blend' | 'rowForm' | 'score'>
  /** Shared tasks. */
  readonly tasks: readonly Task[]
  /** Parsed answers of each miner to them, `undefined` for one without answers. */
  readonly answers: readonly (readonly Answer[] | undefined)[]
  /** Of the shared tasks. */
  readonly scale: ScoreScale
  /** Whether miners are paid by their contributions. Default: no. */
  readonly isContributionPaid?: boolean
}

/** Answers of any mechanism, by its own distance and blend. */
export function mechanismSpace<Task, Answer>({
  mechanism,
  tasks,
  answers,
  scale,
  isContributionPaid = false,
}: MechanismSpaceOptions<Task, Answer>): AnswerSpace {
  const room = scale.perfect - scale.chance
  return {
    distance(a, b, task) {
      const left = answers[a]?.[task]
      const right = answers[b]?.[task]
      return left === undefined || right === undefined ? 1 : mechanism.distance(left, right)
    },
    isRedrawn: redrawing(answers),
    ...(isContributionPaid && {
      contributions: (places) => {
        const options = { mechanism, tasks, answers, scale }
        const added = addedByRows(options, places) ?? addedByBlends(options, places)
        return new Map([...added].map(([miner, score]) => [miner, score / room]))
      },
    }),
  }
}

/** Contributions by means of rows, in the unit of the rule; `undefined` where answers have no form as rows. */
function addedByRows<Task, Answer>(
  { mechanism, tasks, answers }: MechanismSpaceOptions<Task, Answer>,
  places: Places,
): ReadonlyMap<number, number> | undefined {
  const { rowForm } = mechanism
  const [first] = answers.find((own) => own !== undefined) ?? []
  if (rowForm === undefined || first === undefined) return undefined
  const width = rowForm.toRow(first).length
  const rows = answers.map((own) => {
    const joined = own && new Float32Array(own.length * width)
    for (const [index, answer] of own?.entries() ?? []) joined?.set(rowForm.toRow(answer), index * width)
    return joined
  })
  const score = (index: number, row: Float32Array): number => {
    const task = tasks[index]
    return task === undefined ? 0 : mechanism.score(task, rowForm.toAnswer(row))
  }
  return rowContributions({ rows, width, tasks: tasks.length, places, score })
}

/** Contributions by the mechanism's blend, made anew for each miner, in the unit of the rule. */
function addedByBlends<Task, Answer>(
  { mechanism, tasks, answers, scale }: MechanismSpaceOptions<Task, Answer>,
  places: Places,
): ReadonlyMap<number, number> {
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
  return marginalContributions(places, scoreOf)
}
