import { readFile } from 'node:fs/promises'
import { readHeldOut } from '../../shared/data/held-out.ts'
import { createLabelled } from '../../shared/mechanism/labelled/labelled.ts'
import { measureAnswers, measureModel } from '../../shared/mechanism/measure.ts'
import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import { openMechanism } from '../../shared/mechanism/registry.ts'
import { randomAnswer } from '../../shared/mechanism/rows/random-answer.ts'
import { toTasks } from '../../shared/mechanism/rows/task-rows.ts'
import { openModel } from '../../shared/model/onnx.ts'
import type { Rng } from '../../shared/rng.ts'
import type { LadderFiles } from './models.ts'
import type { MinerKind } from './plan.ts'

/** Fresh tasks that the report's skill is measured on: within a hundredth or two at 95 %. */
const FRESH_TASKS = 4_000

/** Tasks that nobody was trained or scored on. */
export interface FreshSample {
  readonly mechanism: Mechanism
  readonly tasks: readonly unknown[]
}

/** Freshly drawn tasks, or every row of the file that was set apart from the person's data. */
export async function openFreshSample(
  rng: Rng,
  { mechanism: name, freshFile }: Pick<LadderFiles, 'mechanism' | 'freshFile'>,
  { count = FRESH_TASKS, difficulty }: { readonly count?: number; readonly difficulty?: number | undefined } = {},
): Promise<FreshSample> {
  if (freshFile === undefined) {
    const mechanism = await openMechanism(name)
    return { mechanism, tasks: mechanism.makeTasks(rng, count, difficulty) }
  }
  const rows = await readHeldOut(freshFile)
  return { mechanism: createLabelled(rows), tasks: toTasks(rows) }
}

/**
 * Skill of a miner of this kind on the sample, as a share of what is attainable, by the mechanism's own score;
 * `undefined` for one that serves nothing.
 */
export async function measureSkill(
  kind: MinerKind,
  { mechanism, tasks }: FreshSample,
  rng: Rng,
): Promise<number | undefined> {
  if (kind.tag === 'offline') return undefined
  const model = await openModel(await readFile(kind.file))
  try {
    if (kind.tag === 'model') return (await measureModel(mechanism, model, tasks)).skill
    const answers = randomAnswer(rng, tasks.length, model.output.dims.at(-1) ?? 2)
    return measureAnswers(mechanism, tasks, mechanism.parseAnswers(answers, tasks)).skill
  } finally {
    await model.close()
  }
}
