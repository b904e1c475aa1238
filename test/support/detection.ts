import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import type { ClassTask } from '../../shared/mechanism/rows/asking.ts'
import type { Model } from '../../shared/model/model.ts'
import { openModel } from '../../shared/model/onnx.ts'
import { answerProvably } from '../../shared/proof/answer-provably.ts'
import { type AnswersCheck, verifyAnswers } from '../../shared/proof/verify-answers.ts'
import { parseProofs } from '../../shared/proof/wire-proofs.ts'
import type { Rng } from '../../shared/rng.ts'
import { makeVariants, openInScript } from './model-variants.ts'

/** What a miner ran in place of the model that it registered. */
export const HONEST = ['same', 'in script', 'in script, noise 1e-6'] as const
/** See `HONEST`. */
export const HARMLESS = ['fp16'] as const
/** See `HONEST`. */
export const CHEATS = ['int8', 'pruned', 'oneStep', 'twentySteps', 'otherSeed', 'otherHead'] as const

/** What there is to measure one trained network by. */
export interface DetectionOptions {
  readonly rng: Rng
  readonly hidden: number
  /** Of training. */
  readonly steps: number
  /** Proofs by each variant. */
  readonly proofs: number
}

/** Checks of every variant against the network that it was made from, by the way they take over the wire. */
export async function measureDetection(
  options: DetectionOptions,
): Promise<ReadonlyMap<string, readonly AnswersCheck[]>> {
  const { rng, hidden, steps, proofs } = options
  const variants = makeVariants(rng, hidden, steps)
  const tasks = glyphs.makeTasks(rng.fork('tasks'), 32 * proofs)
  const registered = await openModel(variants.same)
  const checks = new Map<string, readonly AnswersCheck[]>()
  for (const name of ['same', ...HARMLESS, ...CHEATS] as const)
    checks.set(name, await check(await openModel(variants[name]), registered, tasks))
  for (const [name, share] of [
    ['in script', 0],
    ['in script, noise 1e-6', 1e-6],
  ] as const)
    checks.set(name, await check(openInScript(variants.network, { rng, share }), registered, tasks))
  await registered.close()
  return checks
}

async function check(ran: Model, registered: Model, tasks: readonly ClassTask[]): Promise<readonly AnswersCheck[]> {
  const { answers, proofs } = await answerProvably(glyphs, glyphs.toRequest(tasks), ran)
  await ran.close()
  return verifyAnswers({
    mechanism: glyphs,
    tasks,
    answers: glyphs.parseAnswers(JSON.parse(JSON.stringify(answers)), tasks),
    proofs: parseProofs(JSON.parse(JSON.stringify(proofs)), tasks.length),
    model: registered,
  })
}
