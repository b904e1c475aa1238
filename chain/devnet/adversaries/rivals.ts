import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { runProgram } from '../child-process.ts'
import { type LadderFiles, type OwnData, openLadder } from '../models.ts'

/** Models of adversaries. */
export interface RivalFiles {
  /** Of another training than the honest ones, worst first. */
  readonly rivals: LadderFiles['models']
  /** Int8 copy of the best honest model. */
  readonly downgraded: string
  /** Folder with all models that miners register: what validators check proofs with. */
  readonly registered: string
}

/** What models of adversaries are made from. */
export interface RivalOptions {
  /** Folder for the files. */
  readonly out: string
  /** Of the run, and of the honest ladder. */
  readonly seed: string
  /** What the honest ladder was trained on, where that is a person's data. */
  readonly data: OwnData | undefined
}

/**
 * Trains a second ladder of the run's mechanism from another seed and rounds the best honest model to int8. On a person's
 * data it sees the rows that the first has seen, and none that validators hold out.
 * @throws AppError `models-failed`.
 */
export async function openRivals(
  ladder: LadderFiles,
  { out, seed, data }: RivalOptions,
  signal: AbortSignal,
): Promise<RivalFiles> {
  const request = {
    mechanism: ladder.mechanism,
    data: data && { ...data, splitSeed: seed },
    out: join(out, 'rivals'),
    seed: `${seed} rivals`,
    isFresh: true,
  }
  const { models: rivals } = await openLadder(request, signal)
  const best = ladder.models.at(-1)
  const downgraded = join(out, 'downgraded.onnx')
  const { exit } = await runProgram('models', ['downgrade', best?.file ?? '', downgraded], signal)
  if (exit !== 0)
    throw new AppError('models-failed', `no int8 copy of ${best?.file ?? 'a model'}; the line above says why`)

  const registered = join(out, 'registered')
  await mkdir(registered)
  for (const [i, { file }] of [...ladder.models, ...rivals].entries())
    await copyFile(file, join(registered, `${i + 1}.onnx`))
  return { rivals, downgraded, registered }
}
