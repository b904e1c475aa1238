import { z } from 'zod'
import { AppError, messageOf } from '../../shared/errors.ts'
import { runProgram } from './child-process.ts'

/** Where the models of a run come from, and the person's data when there is some. */
export interface LadderFiles {
  /** Worst first. */
  readonly models: readonly { readonly name: string; readonly file: string }[]
  readonly mechanism: 'glyphs' | 'labelled'
  /** Rows that validators draw tasks from; no miner sees them. */
  readonly heldOutFile: string | undefined
  /** Rows for the report's skill alone. */
  readonly freshFile: string | undefined
}

const manifestShape = z.object({
  models: z.array(z.object({ name: z.string(), file: z.string() })).min(1),
  heldOut: z.string().optional(),
  fresh: z.string().optional(),
})

/**
 * The committed glyph models, or a ladder trained on the person's data, through the models program that a person would
 * use.
 * @param data the person's file and its label column, and the folder for what is made of it.
 * @throws AppError `models-failed` with the program's own line.
 */
export async function openLadder(
  data: { readonly file: string; readonly label: string; readonly out: string } | undefined,
  seed: string,
  signal: AbortSignal,
): Promise<LadderFiles> {
  const args =
    data === undefined
      ? ['list', '--json']
      : ['train', '--data', data.file, '--label', data.label, '--out', data.out, '--seed', seed, '--json']
  const { exit, stdout } = await runProgram('models', args, signal)
  if (exit !== 0)
    throw new AppError(
      'models-failed',
      data === undefined
        ? 'the glyph models cannot be listed'
        : `no models could be trained on ${data.file}; the line above says why`,
    )
  const manifest = parseManifest(stdout)
  return {
    models: manifest.models,
    mechanism: data === undefined ? 'glyphs' : 'labelled',
    heldOutFile: manifest.heldOut,
    freshFile: manifest.fresh,
  }
}

function parseManifest(text: string): z.infer<typeof manifestShape> {
  try {
    return manifestShape.parse(JSON.parse(text))
  } catch (error) {
    throw new AppError(
      'models-failed',
      `the models program printed something else than its manifest: ${messageOf(error)}`,
    )
  }
}
