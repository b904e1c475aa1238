import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeHeldOut } from '../../shared/data/held-out.ts'
import type { Split } from '../../shared/data/split.ts'
import { AppError, messageOf } from '../../shared/errors.ts'
import { makeFolder } from '../../shared/make-folder.ts'
import { MANIFEST_FILE, type Manifest } from './manifest.ts'
import type { MeasuredLadder } from './measured-ladder.ts'

/** Folder of the committed ladders: beside this file in a checkout, and where the package has it once built. */
const COMMITTED_LADDERS = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './ladder/' : '../../../miner/models/ladder/', import.meta.url),
)

/** Folder of the committed ladder of a mechanism, which may be missing. */
export const committedLadder = (mechanism: string): string => join(COMMITTED_LADDERS, mechanism)

const HELD_OUT_FILE = 'held-out.rows'
const FRESH_FILE = 'fresh.rows'

/** Manifest of a ladder that was just made. */
export const toManifest = (ladder: MeasuredLadder, seed: string, split: Split | undefined): Manifest => ({
  mechanism: ladder.mechanism.id,
  version: ladder.mechanism.version,
  difficulty: ladder.mechanism.difficulty.default,
  seed,
  node: process.version,
  trainingRows: ladder.trainingRows,
  freshRows: ladder.freshRows,
  models: ladder.models.map(({ name, sha256, steps, accuracy, skill }) => ({
    name,
    file: `${name}.onnx`,
    sha256,
    steps,
    ...(accuracy === undefined ? {} : { accuracy }),
    skill,
  })),
  ...(split === undefined ? {} : { heldOut: HELD_OUT_FILE, fresh: FRESH_FILE }),
})

/**
 * Writes the models, the rows kept from them and, last, the manifest.
 * @throws AppError `unwritable-folder`.
 */
export async function writeLadder(
  folder: string,
  manifest: Manifest,
  ladder: MeasuredLadder,
  split: Split | undefined,
): Promise<void> {
  try {
    makeFolder(folder)
  } catch (error) {
    throw new AppError('unwritable-folder', `${messageOf(error)}; name a folder that can be written`, { folder }, error)
  }
  for (const { name, bytes } of ladder.models) await writeFile(join(folder, `${name}.onnx`), bytes)
  if (split !== undefined) {
    await writeHeldOut(join(folder, HELD_OUT_FILE), split.heldOut)
    await writeHeldOut(join(folder, FRESH_FILE), split.fresh)
  }
  await writeFile(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, undefined, 2)}\n`)
}

/** The manifest with its paths made absolute, for programs that read it elsewhere. */
export const resolveManifest = (manifest: Manifest, folder: string): Manifest => ({
  ...manifest,
  models: manifest.models.map((model) => ({ ...model, file: join(folder, model.file) })),
  ...(manifest.heldOut === undefined ? {} : { heldOut: join(folder, manifest.heldOut) }),
  ...(manifest.fresh === undefined ? {} : { fresh: join(folder, manifest.fresh) }),
})
