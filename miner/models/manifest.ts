import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError, messageOf } from '../../shared/errors.ts'
import { parserOf } from '../../shared/zod-parser.ts'

/** File beside the models of a ladder that says how they were made and how good they are. */
export const MANIFEST_FILE = 'manifest.json'

const modelEntry = z.object({
  name: z.string(),
  /** Path from the manifest's folder. */
  file: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Steps of training. */
  steps: z.number(),
  /** Share of hits on tasks that nothing else was done with; only where a task has one right output. */
  accuracy: z.number().optional(),
  /** Mean score on the same tasks between chance (0) and perfect (1). */
  skill: z.number(),
})

const manifest = z.object({
  /** Id and version of the mechanism that the models answer, and the difficulty that they were trained and measured at. */
  mechanism: z.string(),
  version: z.number(),
  difficulty: z.number(),
  /** Text that all randomness of the training came from. */
  seed: z.string(),
  /** Version of Node.js that trained; another may round differently and give other bytes. */
  node: z.string(),
  trainingRows: z.number(),
  freshRows: z.number(),
  /** Worst first. */
  models: z.array(modelEntry).min(1),
  /** Paths from the manifest's folder to rows for validators and for the report's skill; only of a person's data. */
  heldOut: z.string().optional(),
  fresh: z.string().optional(),
})

export type Manifest = z.infer<typeof manifest>

/**
 * Reads the manifest of a ladder.
 * @throws AppError `no-ladder` when there is none, `malformed` when it is anything else.
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST_FILE)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new AppError('no-ladder', `there is no ladder in ${folder}: ${messageOf(error)}`, {}, error)
  }
  return parserOf(manifest, path)(parseJson(text))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
