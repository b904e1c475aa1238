import { utf8 } from '../../../../shared/bytes.ts'
import { AppError } from '../../../../shared/errors.ts'
import { measureModel } from '../../../../shared/mechanism/measure.ts'
import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import type { Model } from '../../../../shared/model/model.ts'
import { createRng } from '../../../../shared/rng.ts'
import type { AnswerModel } from './answer-model.ts'
import { hashText, joinHashes } from './hashed-normals.ts'
import { ladderModel } from './ladder-models.ts'
import type { MemberModels } from './member-models.ts'
import { createOnnxModel } from './onnx-model.ts'
import { hashOf } from './task-key.ts'

/** Rungs of a committed ladder. */
const RUNGS = [1, 2, 3, 4, 5, 6] as const
/** Tasks that a model is rated on, at the difficulty of the scenario. */
const RATED_TASKS = 2_000

/** Models of a committed ladder as participants run them. */
export interface LadderMembers extends MemberModels {
  /** By digest. */
  readonly files: ReadonlyMap<string, Model>
}

/**
 * Opens the committed models of a mechanism. Each participant runs the one whose skill is nearest to its own; where it
 * shows less, it works on part of its tasks and guesses the others.
 */
export async function openLadderMembers(mechanism: Mechanism): Promise<LadderMembers> {
  const tasks = mechanism.makeTasks(createRng(utf8('ratings of committed models')), RATED_TASKS)
  const rungs = await Promise.all(
    RUNGS.map(async (rung) => {
      const file = await ladderModel(mechanism.id, rung)
      const { skill } = await measureModel(mechanism, file, tasks)
      return { file, skill, answers: createOnnxModel(mechanism, file) }
    }),
  )
  const best = rungs.reduce((top, rung) => (rung.skill > top.skill ? rung : top))
  return {
    files: new Map(rungs.map(({ file }) => [file.digest, file])),
    foreignDigest: best.file.digest,
    modelOf(name, wanted) {
      const [first, ...others] = rungs
      if (first === undefined) throw new AppError('no-models', `no committed models answer ${mechanism.id}`)
      const { skill, answers } = others.reduce(
        (nearest, rung) => (Math.abs(rung.skill - wanted) < Math.abs(nearest.skill - wanted) ? rung : nearest),
        first,
      )
      const own = hashText(name)
      return {
        digest: answers.digest,
        skill,
        at: (shown) => (shown >= skill ? answers : partly(mechanism, answers, { own, share: shown / skill })),
      }
    },
  }
}

/** Answers a share of the tasks by a model, the others as who knows nothing; which ones hangs on the task and `own`. */
function partly(
  mechanism: Mechanism,
  model: AnswerModel,
  { own, share }: { readonly own: number; readonly share: number },
): AnswerModel {
  const isWorkedOn = (task: unknown): boolean => joinHashes(hashOf(mechanism, task), own) < share * 2 ** 32
  return {
    id: `${model.id} in part`,
    digest: model.digest,
    prepare: (tasks) => model.prepare(tasks.filter(isWorkedOn)),
    answer(task) {
      if (isWorkedOn(task)) return model.answer(task)
      const row = mechanism.parseAnswers(mechanism.naiveAnswers([task]), [task])[0]
      if (!(row instanceof Float32Array))
        throw new AppError('no-row-answers', `answers of ${mechanism.id} are no rows of probabilities`)
      return row
    },
  }
}
