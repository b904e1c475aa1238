import { BINS } from '../../shared/mechanism/forecast/bins.ts'
import { forecast } from '../../shared/mechanism/forecast/forecast.ts'
import { featureGraph, seriesGraph } from './forecast/series-graph.ts'
import { trainLadder } from './ladder.ts'
import { recipe } from './recipe.ts'
import { runGraph } from './run-graph.ts'

const TRAINING_TASKS = 60_000
const FRESH_TASKS = 20_000

/** The ladder of the forecast mechanism: models that weigh what several simple forecasters say of the series. */
export const makeForecastLadder = recipe({
  mechanism: forecast,
  freshTasks: FRESH_TASKS,
  isHit: ({ label }, answer) => answer.indexOf(Math.max(...answer)) === label,
  async makeRungs(rng, onProgress) {
    const tasks = forecast.makeTasks(rng.fork('training'), TRAINING_TASKS)
    const { output, width } = await runGraph(featureGraph(), tasks)
    const targets = new Float32Array(tasks.length * BINS)
    tasks.forEach(({ law }, index) => {
      targets.set(law, index * BINS)
    })
    const labels = Uint32Array.from(tasks, ({ label }) => label)
    const rungs = trainLadder({
      mechanism: forecast,
      examples: { tasks, features: output, width, outputs: BINS, labels, targets },
      rng: rng.fork('ladder'),
      training: { hidden: 96, steps: 6000, toGraph: seriesGraph },
      onProgress,
    })
    return { rungs, trainingRows: TRAINING_TASKS }
  },
})
