import { DIMENSIONS } from '../../shared/mechanism/retrieval/relevance-map.ts'
import { retrieval } from '../../shared/mechanism/retrieval/retrieval.ts'
import { wantedOf } from '../../shared/mechanism/retrieval/retrieval-task.ts'
import type { Rung } from './ladder.ts'
import { writeOnnx } from './onnx-writer.ts'
import { recipe } from './recipe.ts'
import { growTowers, zeroTowers } from './retrieval/towers.ts'
import { toTowersGraph } from './retrieval/towers-graph.ts'
import { trainTowers } from './retrieval/train-towers.ts'

const TRAINING_TASKS = 20_000
const FRESH_TASKS = 20_000
/** Steps at each rank. */
const STEPS = 800
const RUNGS = 6

/**
 * The ladder of the retrieval mechanism: towers whose embeddings grow by one value at a time and are trained again after
 * each, until they are as large as the vectors. The last six sizes are the rungs: what a model knows of the rotation
 * grows with its rank.
 */
export const makeRetrievalLadder = recipe({
  mechanism: retrieval,
  freshTasks: FRESH_TASKS,
  isHit: (task, answer) => wantedOf(task).includes(answer.indexOf(Math.max(...answer))),
  makeRungs(rng, onProgress) {
    const tasks = retrieval.makeTasks(rng.fork('training'), TRAINING_TASKS)
    const order = rng.fork('order')
    const rungs: Rung[] = []
    let towers = zeroTowers(0)
    for (let rank = 1; rank <= DIMENSIONS; rank++) {
      const before = (rank - 1) * STEPS
      towers = trainTowers({
        start: growTowers(towers, order),
        tasks,
        steps: STEPS,
        rng: order,
        onStep: (step) => onProgress?.(before + step, DIMENSIONS * STEPS),
      })
      if (rank > DIMENSIONS - RUNGS) rungs.push({ steps: rank * STEPS, bytes: writeOnnx(toTowersGraph(towers)) })
    }
    return { rungs, trainingRows: TRAINING_TASKS }
  },
})
