import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { runProgram } from '../child-process.ts'
import { type LadderFiles, openLadder } from '../models.ts'

/** Models of adversaries. */
export interface RivalFiles {
  /** Of another training than the honest ones, worst first. */
  readonly rivals: LadderFiles['models']
  /** Int8 copy of the best honest model. */
  readonly downgraded: string
  /** Folder with all models that miners register: what validators check proofs with. */
  readonly registered: string
}

/**
 * Trains a second ladder of the run's mechanism from another seed and rounds the best honest model to int8.
 * @param out folder for the files.
 * @throws AppError `models-failed`; `data-mismatch` for a ladder that was trained on a person's data.
 */
export async function openRivals(
  ladder: LadderFiles,
  { out, seed }: { readonly out: string; readonly seed: string },
  signal: AbortSignal,
): Promise<RivalFiles> {
  if (ladder.heldOutFile !== undefined)
    throw new AppError(
      'data-mismatch',
      'adversaries take no --data: models of a second training on it would know rows that validators hold out',
    )
  const { models: rivals } = await openLadder(
    { mechanism: ladder.mechanism, data: undefined, out: join(out, 'rivals'), seed: `${seed} rivals`, isFresh: true },
    signal,
  )
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
