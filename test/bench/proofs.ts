import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { openModel } from '../../shared/model/onnx.ts'
import { answerProvably } from '../../shared/proof/answer-provably.ts'
import { judgeProof } from '../../shared/proof/judge.ts'
import { toProofBytes } from '../../shared/proof/proof.ts'
import { proveHidden } from '../../shared/proof/prove.ts'
import { recordHidden } from '../../shared/proof/record-hidden.ts'
import { verifyAnswers } from '../../shared/proof/verify-answers.ts'
import { parseProofs } from '../../shared/proof/wire-proofs.ts'
import { createRng } from '../../shared/rng.ts'
import { CHEATS, HARMLESS, HONEST, measureDetection } from '../support/detection.ts'
import { makeVariants } from '../support/model-variants.ts'
import type { BenchRow } from './row.ts'

const TASKS = 32
const HIDDEN = 64
const WARM_UP = 100
const RUNS = 500
const NETWORKS = 3
const PROOFS = 100

/** What proofs of inference cost a miner and a validator per 32 tasks of a model as wide as those of the ladder, and find. */
export async function benchProofs(): Promise<BenchRow[]> {
  const rng = createRng(new Uint8Array(32))
  const model = await openModel(
    makeVariants({ tasks: glyphs.makeTasks(rng, 1_500), classes: 10, hidden: HIDDEN, steps: 100, rng }).same,
  )
  const tasks = glyphs.makeTasks(rng, TASKS)
  const request = glyphs.toRequest(tasks)
  const recording = recordHidden(model)
  await glyphs.answer(request, recording)
  const hidden = recording.takeHidden()
  const { answers, proofs } = await answerProvably(glyphs, request, model)
  const parsed = glyphs.parseAnswers(answers, tasks)

  const rows: BenchRow[] = [
    {
      name: 'a proof of 32 tasks',
      value: proveHidden(hidden).map(toProofBytes)[0]?.length ?? 0,
      unit: 'bytes',
      goal: '258',
    },
    { name: 'proving 32 tasks', value: await medianMs(() => proveHidden(hidden)), unit: 'ms', goal: '≤ 5' },
    {
      name: 'parsing and verifying their proof and answers, with the forward pass',
      value: await medianMs(() =>
        verifyAnswers({ mechanism: glyphs, tasks, answers: parsed, proofs: parseProofs(proofs, TASKS), model }),
      ),
      unit: 'ms',
      goal: '≤ 3',
    },
    { name: 'answering 32 tasks', value: await medianMs(() => glyphs.answer(request, model)), unit: 'ms' },
    {
      name: 'answering and proving them',
      value: await medianMs(() => answerProvably(glyphs, request, model)),
      unit: 'ms',
    },
  ]
  await model.close()
  return [...rows, ...(await benchDetection())]
}

/** How often one proof, with its answers, is taken for another model's. */
async function benchDetection(): Promise<readonly BenchRow[]> {
  const rng = createRng(new Uint8Array(32))
  const failed = new Map<string, boolean[]>()
  for (let network = 0; network < NETWORKS; network++) {
    const checks = await measureDetection({
      mechanism: glyphs,
      classes: 10,
      rng: rng.fork(String(network)),
      hidden: HIDDEN,
      steps: 200 * (network + 1),
      proofs: PROOFS,
    })
    for (const [name, list] of checks)
      failed.set(name, [...(failed.get(name) ?? []), ...list.map((check) => judgeProof(check) === 'failed')])
  }
  const shareOf = (name: string): number => {
    const list = failed.get(name) ?? []
    return (100 * list.filter(Boolean).length) / list.length
  }
  const toRow = (name: string, goal?: string): BenchRow => ({
    name: `proofs that fail: ${name}`,
    value: shareOf(name),
    unit: '%',
    ...(goal === undefined ? {} : { goal }),
  })
  return [
    ...HONEST.map((name) => toRow(name, '0')),
    ...HARMLESS.map((name) => toRow(name)),
    ...CHEATS.map((name) => toRow(name, '≥ 99')),
  ]
}

/** Median duration of a run, after a warm-up. */
async function medianMs(work: () => unknown): Promise<number> {
  const durations: number[] = []
  for (let run = 0; run < WARM_UP + RUNS; run++) {
    const start = performance.now()
    await work()
    if (run >= WARM_UP) durations.push(performance.now() - start)
  }
  return durations.sort((a, b) => a - b)[RUNS / 2] ?? Number.NaN
}
