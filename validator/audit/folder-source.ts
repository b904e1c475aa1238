import { readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { messageOf } from '../../shared/errors.ts'
import { makeFolder } from '../../shared/make-folder.ts'
import type { Got, Source } from './source.ts'

/** File of a body in a folder of saved transcripts: `/transcripts/12` is `transcripts/12.json`. */
const fileOf = (path: string): string => `${path.replace(/^\//, '').replace(/[?=]/g, '-')}.json`

/** Where the signature of a file stands, as 0x hex. */
const signatureFileOf = (file: string): string => `${file}.sig`

/** Transcripts that were saved in a folder. */
export const createFolderSource = (folder: string): Source => ({
  name: folder,
  async get(path, maxBytes) {
    const file = join(folder, fileOf(path))
    try {
      const { size } = await stat(file)
      if (size > maxBytes) return { tag: 'too-large', detail: `${file} has ${size} bytes`, size }
      const bytes = new Uint8Array(await readFile(file))
      const signature = await readFile(signatureFileOf(file), 'utf8').catch(() => '')
      return { tag: 'body', body: { bytes, signature: signature.trim().slice(0, 200) } }
    } catch (error) {
      if (isNoFile(error)) return { tag: 'missing' }
      return { tag: 'unreachable', detail: messageOf(error), size: 1 }
    }
  },
})

/** The same source, which saves every body that comes in a folder that `createFolderSource` reads. */
export const savingIn = (folder: string, source: Source): Source => ({
  name: source.name,
  async get(path, maxBytes): Promise<Got> {
    const got = await source.get(path, maxBytes)
    if (got.tag === 'body') {
      const file = join(folder, fileOf(path))
      makeFolder(dirname(file))
      await writeFile(file, got.body.bytes)
      await writeFile(signatureFileOf(file), `${got.body.signature}\n`)
    }
    return got
  },
})

const isNoFile = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
