import { AppError } from '../../../../shared/errors.ts'
import type { Ss58 } from '../../../../shared/units.ts'
import type { MinerBehaviour, Shown, Work } from '../../strategies/strategy.ts'
import { promised } from '../checked.ts'
import type { AnswerModel } from './answer-model.ts'
import type { MemberModel, MemberModels } from './member-models.ts'
import type { MinerAnswers, MinerStrategy, Turn } from './miner-strategy.ts'
import { isOwnTask } from './play-round.ts'
import type { Player } from './players.ts'

/** A miner of a scenario at the table of an epoch. */
export interface ScenarioMiner {
  /** Index of the participant. */
  readonly index: number
  readonly name: string
  readonly hotkey: Ss58
  readonly behaviour: MinerBehaviour
  readonly model: MemberModel
  /** What it shows in this epoch. */
  readonly shown: Shown
  /** Skill that its model has now. */
  readonly skill: number
}

/** Longest chain of miners that copy from each other. */
const MOST_HOPS = 64

/**
 * A miner of a scenario as rounds know it. What it shows becomes answers:
 * - a skill is answered by its model with this skill, and none is no answer;
 * - `copied` answers are those of the other's model, whose tasks a relay passes on; with `own` beside it, tasks that it
 *   alone was asked are answered by its own model with that skill;
 * - a failed proof claims a model that did not answer.
 *
 * A strategy that does `work` or amends sees the tasks, and answers as it likes.
 */
export function toPlayer(
  miner: ScenarioMiner,
  miners: ReadonlyMap<number, ScenarioMiner>,
  { foreignDigest }: Pick<MemberModels, 'foreignDigest'>,
): Player {
  const { hotkey, behaviour, model, shown } = miner
  const source = sourceOf(miner, miners)
  const { skill } = source.shown
  const main = skill === undefined ? undefined : source.model.at(skill)
  // Who has all answers from elsewhere still has a model to work with.
  const ownSkill = shown.own ?? (source === miner ? skill : undefined)
  const own = source === miner && shown.own === undefined ? main : model.at(ownSkill ?? miner.skill)
  const digest = shown.proof === 'failed' ? foreignDigest : model.digest
  // Only who runs its model on all tasks has proofs that hold; a failed one comes of the model that ran.
  const proves = own !== undefined && source === miner && shown.own === undefined
  const answer = (turn: Turn): MinerAnswers | undefined => {
    if (main === undefined) return undefined
    const rows = turn.tasks.map((task) =>
      own !== undefined && shown.own !== undefined && isOwnTask(task) ? task.answerBy(own) : task.answerBy(main),
    )
    return proves ? { rows, proofsBy: own } : { rows }
  }
  const hotkeys = () => new Map([...miners.values()].map(({ name, hotkey }) => [name, hotkey]))
  const workOf = (turn: Turn): Work => ({
    ...turn,
    model: own ?? model.at(miner.skill),
    hotkeyOf: (name) => hotkeys().get(name),
  })
  const models = [main, own, ...(behaviour.work === undefined ? [] : [model.at(miner.skill)])]
  const strategy: MinerStrategy = {
    models: [...new Set(models.flatMap((of): readonly AnswerModel[] => (of === undefined ? [] : [of])))],
    answer:
      behaviour.work === undefined
        ? answer
        : (turn) => (skill === undefined ? undefined : checkedAnswers(behaviour.work?.(workOf(turn)))),
    ...(behaviour.amend !== undefined && {
      amend: (turn, mine, open) => checkedAnswers(behaviour.amend?.(workOf(turn), mine, open)),
    }),
  }
  return { hotkey, strategy, model: digest }
}

/** Who answers in the end, where one copies from another. */
function sourceOf(miner: ScenarioMiner, miners: ReadonlyMap<number, ScenarioMiner>): ScenarioMiner {
  let source = miner
  for (let hops = 0; hops < MOST_HOPS; hops++) {
    const { copied } = source.shown
    if (copied === undefined || copied === source.index) return source
    const next = miners.get(copied)
    // Nobody has the answers of who is no miner or has no uid: then it works itself.
    if (next === undefined) return source
    source = next
  }
  return miner
}

function checkedAnswers(given: MinerAnswers | undefined): MinerAnswers | undefined {
  if (given === undefined) return undefined
  if (given instanceof Promise) throw promised(given, 'answers')
  const rows: unknown = typeof given === 'object' && given !== null ? given.rows : undefined
  if (Array.isArray(rows) && rows.every((row) => row instanceof Float32Array)) return given
  throw new AppError('bad-strategy', 'returned no answers; valid is { rows } with a Float32Array for each task')
}
