import { z } from 'zod'
import { AppError } from '../../../../shared/errors.ts'
import { checkDifficulty } from '../../../../shared/mechanism/check-difficulty.ts'
import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import { parserOf } from '../../../../shared/zod-parser.ts'

export interface DensityTask {
  readonly x: number
  readonly y: number
  readonly noise: number
  readonly outcome: number
}
export interface DensityRequest {
  readonly questions: readonly { readonly x: number; readonly y: number }[]
}
export interface Density {
  readonly mean: number
  readonly deviation: number
}

const MAX_TASKS = 4096
const WORST = -12
const DEFAULT = 0.5
/** Of the outcome without knowledge of the task: two standard normals and noise. */
const naive = ({ noise }: DensityTask): Density => ({ mean: 0, deviation: Math.sqrt(2 + noise ** 2) })

const parseRequest = parserOf(
  z.strictObject({
    questions: z
      .array(z.strictObject({ x: z.number(), y: z.number() }))
      .min(1)
      .max(MAX_TASKS),
  }),
  'request',
)
const parseDensities = parserOf(
  z
    .array(z.strictObject({ mean: z.number().min(-100).max(100), deviation: z.number().min(0.01).max(100) }))
    .max(MAX_TASKS),
  'answers',
)

const score = ({ outcome }: DensityTask, { mean, deviation }: Density): number =>
  Math.max(WORST, -Math.log(deviation) - ((outcome - mean) / deviation) ** 2 / 2)

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const law = ({ x, y, noise }: DensityTask): Density => ({ mean: x + y, deviation: noise })

/** Sound, and no rows anywhere: what comes of the sum of two numbers, as a normal density, by its logarithm. */
export const mechanism: Mechanism<DensityTask, DensityRequest, Density> = {
  id: 'density',
  version: 1,
  description: 'The sum of two numbers with noise, as mean and deviation of a normal density.',
  difficulty: { default: DEFAULT, description: 'more noise' },
  scale: { worst: WORST, chance: -0.9, perfect: 0.1 },
  makeTasks(rng, count, difficulty = DEFAULT) {
    const noise = 0.2 + 0.4 * checkDifficulty(difficulty)
    return Array.from({ length: count }, () => {
      const [x, y] = [rng.normal(), rng.normal()]
      return { x, y, noise, outcome: x + y + noise * rng.normal() }
    })
  },
  toCanary: (task, rng) => ({ ...task, outcome: naive(task).deviation * rng.normal() }),
  scaleOf(tasks) {
    const chance = meanOf(tasks.map((task) => score(task, naive(task))))
    return {
      worst: WORST,
      chance,
      perfect: Math.max(chance + 0.3, meanOf(tasks.map((task) => score(task, law(task))))),
    }
  },
  toRequest: (tasks) => ({ questions: tasks.map(({ x, y }) => ({ x, y })) }),
  parseRequest,
  checkModel: async () => {},
  answer: async ({ questions }) => questions.map(({ x, y }) => ({ mean: x + y, deviation: 0.4 })),
  parseAnswers(input, tasks) {
    const answers = parseDensities(input)
    if (answers.length !== tasks.length)
      throw new AppError('malformed', `found ${answers.length} answers; asked for were ${tasks.length}`)
    return answers
  },
  score,
  referenceAnswers: (tasks) => tasks.map(law),
  naiveAnswers: (tasks) => tasks.map(naive),
  distance: (a, b) => 1 - Math.exp(-Math.abs(a.mean - b.mean) - Math.abs(a.deviation - b.deviation)),
  blend: (answers) => ({
    mean: meanOf(answers.map(({ mean }) => mean)),
    deviation: meanOf(answers.map(({ deviation }) => deviation)),
  }),
}
