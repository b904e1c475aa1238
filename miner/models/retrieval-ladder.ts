import { measureAnswers } from '../../shared/mechanism/measure.ts'
import { DIMENSIONS } from '../../shared/mechanism/retrieval/relevance-map.ts'
import { retrieval } from '../../shared/mechanism/retrieval/retrieval.ts'
import { ANSWERS, type RetrievalTask, wantedOf } from '../../shared/mechanism/retrieval/retrieval-task.ts'
import { writeOnnx } from './onnx-writer.ts'
import { softmaxRows } from './passes.ts'
import { recipe } from './recipe.ts'
import { copyTowers, createTowers, forward, type Towers } from './retrieval/towers.ts'
import { toTowersGraph } from './retrieval/towers-graph.ts'
import { trainTowers } from './retrieval/train-towers.ts'

const TRAINING_TASKS = 20_000
const EXAM_TASKS = 1500
const FRESH_TASKS = 20_000
const STEPS = 2000
/** Each check-point is taken this much later than the one before, as a share of the steps so far. */
const MARK_EVERY = 0.05
/** Skill of each rung as a share of the last one's. */
const SHARES = [0.36, 0.5, 0.64, 0.78, 0.9, 1] as const

/** Towers as they were at some step of training. */
interface Checkpoint {
  readonly steps: number
  readonly skill: number
  readonly towers: Towers
}

/** The ladder of the retrieval mechanism: check-points of one pair of towers, with embeddings as large as the vectors. */
export const makeRetrievalLadder = recipe({
  mechanism: retrieval,
  freshTasks: FRESH_TASKS,
  isHit: (task, answer) => wantedOf(task).includes(answer.indexOf(Math.max(...answer))),
  makeRungs(rng, onProgress) {
    const exam = retrieval.makeTasks(rng.fork('exam'), EXAM_TASKS)
    const course: Checkpoint[] = []
    let due = 1
    trainTowers({
      start: createTowers(DIMENSIONS, rng.fork('weights')),
      tasks: retrieval.makeTasks(rng.fork('training'), TRAINING_TASKS),
      steps: STEPS,
      rng: rng.fork('order'),
      onStep(step, towers) {
        if (step < due && step < STEPS) return
        due = Math.ceil(step * (1 + MARK_EVERY))
        onProgress?.(step, STEPS)
        course.push({ steps: step, skill: skillOf(towers, exam), towers: copyTowers(towers) })
      },
    })
    const reached = course.at(-1)?.skill ?? 0
    const rungs = SHARES.map((share) => nearest(course, share * reached)).map(({ steps, towers }) => ({
      steps,
      bytes: writeOnnx(toTowersGraph(towers)),
    }))
    return { rungs, trainingRows: TRAINING_TASKS }
  },
})

function skillOf(towers: Towers, tasks: readonly RetrievalTask[]): number {
  const answers = tasks.map(({ inputs }) => {
    const row = Float32Array.from(forward(towers, inputs).logits)
    softmaxRows(row, 1, ANSWERS)
    return row
  })
  return measureAnswers(retrieval, tasks, answers).skill
}

const nearest = (course: readonly Checkpoint[], skill: number): Checkpoint =>
  course.reduce((best, checkpoint) =>
    Math.abs(checkpoint.skill - skill) < Math.abs(best.skill - skill) ? checkpoint : best,
  )
