import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import type { ClassTask } from '../../shared/mechanism/rows/asking.ts'
import type { HiddenAnswer, Model, Tensor } from '../../shared/model/model.ts'
import { openModel } from '../../shared/model/onnx.ts'
import { answerProvably } from '../../shared/proof/answer-provably.ts'
import { type AnswersCheck, verifyAnswers } from '../../shared/proof/verify-answers.ts'
import { parseProofs } from '../../shared/proof/wire-proofs.ts'
import type { Rng } from '../../shared/rng.ts'
import { makeVariants, openInScript } from './model-variants.ts'

/** What a miner ran in place of the model that it registered. */
export const HONEST = ['same', 'task by task', 'in script', 'in script, noise 1e-6'] as const
/** See `HONEST`. */
export const HARMLESS = ['fp16'] as const
/** See `HONEST`. */
export const CHEATS = ['int8', 'pruned', 'oneStep', 'twentySteps', 'otherSeed', 'otherHead'] as const

const TRAINING_TASKS = 1_500

/** A network to train and what to measure it by. */
export interface DetectionOptions<Task extends ClassTask, Request, Answer> {
  readonly mechanism: Mechanism<Task, Request, Answer>
  readonly classes: number
  readonly rng: Rng
  readonly hidden: number
  /** Of training. */
  readonly steps: number
  /** By each variant. */
  readonly proofs: number
}

/** Checks of every variant against the network that it was made from, by the way they take over the wire. */
export async function measureDetection<Task extends ClassTask, Request, Answer>(
  options: DetectionOptions<Task, Request, Answer>,
): Promise<ReadonlyMap<string, readonly AnswersCheck[]>> {
  const { mechanism, classes, rng, hidden, steps, proofs } = options
  const training = mechanism.makeTasks(rng.fork('training'), TRAINING_TASKS)
  const variants = makeVariants({ tasks: training, classes, hidden, steps, rng })
  const tasks = mechanism.makeTasks(rng.fork('tasks'), 32 * proofs)
  const registered = await openModel(variants.same)
  const check = async (ran: Model): Promise<readonly AnswersCheck[]> => {
    const { answers, proofs } = await answerProvably(mechanism, mechanism.toRequest(tasks), ran)
    await ran.close()
    return verifyAnswers({
      mechanism,
      tasks,
      answers: mechanism.parseAnswers(JSON.parse(JSON.stringify(answers)), tasks),
      proofs: parseProofs(JSON.parse(JSON.stringify(proofs)), tasks.length),
      model: registered,
    })
  }
  const checks = new Map<string, readonly AnswersCheck[]>()
  for (const name of ['same', ...HARMLESS, ...CHEATS] as const)
    checks.set(name, await check(await openModel(variants[name])))
  checks.set('task by task', await check(oneByOne(await openModel(variants.same))))
  checks.set('in script', await check(openInScript(variants, { rng, share: 0 })))
  checks.set('in script, noise 1e-6', await check(openInScript(variants, { rng, share: 1e-6 })))
  await registered.close()
  return checks
}

/** The model asked for one row at a time. */
function oneByOne(model: Model): Model {
  const inferHidden = async ({ dims, data }: Tensor): Promise<HiddenAnswer> => {
    const count = dims[0] ?? 0
    const width = data.length / count
    const rows: HiddenAnswer[] = []
    for (let row = 0; row < count; row++)
      rows.push(await model.inferHidden({ dims: [1, width], data: data.subarray(row * width, (row + 1) * width) }))
    const join = (name: 'output' | 'hidden'): Tensor => {
      const values = rows.flatMap((answer) => [...answer[name].data])
      return { dims: [count, values.length / count], data: Float32Array.from(values) }
    }
    return { output: join('output'), hidden: join('hidden') }
  }
  return { ...model, inferHidden, infer: async (input) => (await inferHidden(input)).output }
}
