import { resolve } from 'node:path'
import { z } from 'zod'
import { AppError, messageOf } from '../../shared/errors.ts'
import { isModulePath } from '../../shared/mechanism/names.ts'
import { runProgram } from './child-process.ts'

/** Where the models of a run come from, and the person's data when there is some. */
export interface LadderFiles {
  /** Worst first. */
  readonly models: readonly { readonly name: string; readonly file: string }[]
  /** What miners and validators take as `--mechanism`: an id, or the path of a module. */
  readonly mechanism: string
  /** Rows that validators draw tasks from; no miner sees them. */
  readonly heldOutFile: string | undefined
  /** Rows for the report's skill alone. */
  readonly freshFile: string | undefined
}

/** The person's file. */
export interface OwnData {
  readonly file: string
  /** Column of the classes. */
  readonly label: string
  /** Seed of the training whose held-out rows no model may see; without, those of this one. */
  readonly splitSeed?: string
}

/** What the models of a run are to answer. */
export interface LadderRequest {
  /** Id of a mechanism or path of a module; without, glyphs, or labelled where there is data. */
  readonly mechanism: string | undefined
  /** The person's file and its label column. */
  readonly data: OwnData | undefined
  /** Folder for models that have to be trained first. */
  readonly out: string
  readonly seed: string
  /** Trains even where there are committed models. */
  readonly isFresh?: boolean
}

const manifestShape = z.object({
  models: z.array(z.object({ name: z.string(), file: z.string() })).min(1),
  heldOut: z.string().optional(),
  fresh: z.string().optional(),
})

/**
 * The committed models of a mechanism, or a ladder trained for a person's own mechanism or data, through the models
 * program that a person would use.
 * @throws AppError `models-failed` with the program's own line; `data-mismatch` for data that the mechanism does not
 * take, or labelled without data.
 */
export async function openLadder(request: LadderRequest, signal: AbortSignal): Promise<LadderFiles> {
  const { data, out, seed } = request
  const mechanism = nameOf(request)
  const trained = ['--out', out, '--seed', seed, '--json']
  const split = data?.splitSeed === undefined ? [] : ['--split-seed', data.splitSeed]
  const args =
    data !== undefined
      ? ['train', '--data', data.file, '--label', data.label, ...split, ...trained]
      : request.isFresh === true || isModulePath(mechanism)
        ? ['train', '--mechanism', mechanism, ...trained]
        : ['list', '--mechanism', mechanism, '--json']
  const { exit, stdout } = await runProgram('models', args, signal)
  if (exit !== 0)
    throw new AppError(
      'models-failed',
      `no models for ${data === undefined ? mechanism : data.file}; the line above says why`,
    )
  const manifest = parseManifest(stdout)
  return { models: manifest.models, mechanism, heldOutFile: manifest.heldOut, freshFile: manifest.fresh }
}

function nameOf({ mechanism, data }: LadderRequest): string {
  if (data !== undefined && mechanism !== undefined && mechanism !== 'labelled')
    throw new AppError('data-mismatch', `mechanism ${mechanism} takes no data; valid with --data is labelled`)
  if (data === undefined && mechanism === 'labelled')
    throw new AppError('data-mismatch', 'mechanism labelled asks for rows of your own data; give it with --data FILE')
  const name = mechanism ?? (data === undefined ? 'glyphs' : 'labelled')
  return isModulePath(name) ? resolve(name) : name
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
