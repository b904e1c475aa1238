import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256Hex } from '../shared/crypto/hashes.ts'
import { AppError, messageOf } from '../shared/errors.ts'
import type { Model } from '../shared/model/model.ts'
import { openModel } from '../shared/model/onnx.ts'
import type { Models } from './proofs.ts'

/** The .onnx files of a folder, opened when they are asked for. */
export interface ModelShelf extends Models {
  /** SHA-256 of every file. */
  readonly digests: readonly string[]
  close(): Promise<void>
}

/** Models that stay open; the one that was not asked for the longest is closed for another one. */
const MOST_OPEN = 32

/**
 * Indexes a folder by the SHA-256 of its .onnx files. Ask for one model after the other: what is being used may be closed
 * by asking for others at the same time.
 * @throws AppError `no-models` when the folder cannot be read.
 */
export async function openModelShelf(folder: string): Promise<ModelShelf> {
  const files = new Map<string, string>()
  try {
    for (const name of await readdir(folder, { recursive: true })) {
      if (!name.endsWith('.onnx')) continue
      const path = join(folder, name)
      files.set(sha256Hex(await readFile(path)), path)
    }
  } catch (error) {
    throw new AppError('no-models', `the models in ${folder} cannot be read: ${messageOf(error)}`, { folder }, error)
  }
  const open = new Map<string, Model>()
  return {
    digests: [...files.keys()],
    async open(digest) {
      const known = open.get(digest)
      const path = files.get(digest)
      if (path === undefined) return undefined
      const model = known ?? (await openModel(await readFile(path)))
      // The file may have been replaced since it was indexed.
      if (model.digest !== digest) {
        await model.close()
        throw new AppError('no-models', `${path} is another file than at the start`)
      }
      open.delete(digest)
      open.set(digest, model)
      const [oldest] = open
      if (open.size > MOST_OPEN && oldest !== undefined) {
        open.delete(oldest[0])
        await oldest[1].close()
      }
      return model
    },
    async close() {
      await Promise.all([...open.values()].map((model) => model.close()))
      open.clear()
    },
  }
}
