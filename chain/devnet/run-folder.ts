import { rmSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { AppError, messageOf } from '../../shared/errors.ts'
import { makeFolder } from '../../shared/make-folder.ts'

/** Where a run keeps its files. */
export interface RunFolder {
  readonly root: string
  readonly wallets: string
  readonly databases: string
  readonly logs: string
  readonly models: string
  /** Removes a temporary folder; keeps one that the person named. */
  dispose(): Promise<void>
}

/**
 * The folder the person named, or a temporary one. Wallets and held-out rows are in it: the owner alone may read it.
 * @throws AppError `folder-in-use`: every run has a chain, keys and scores of its own that must not mix with others;
 * `unwritable-folder`.
 */
export async function openRunFolder(basePath: string | undefined): Promise<RunFolder> {
  const root = basePath === undefined ? await mkdtemp(join(tmpdir(), 'meritnet-')) : resolve(basePath)
  make(root)
  if ((await readdir(root)).length > 0)
    throw new AppError('folder-in-use', `${root} is not empty; name a new or empty folder for the files of this run`)
  const folder = {
    wallets: join(root, 'wallets'),
    databases: join(root, 'databases'),
    logs: join(root, 'logs'),
    models: join(root, 'models'),
  }
  for (const path of Object.values(folder)) make(path)
  if (basePath !== undefined) return { root, ...folder, dispose: async () => {} }
  // A person who does not wait for the end of the run leaves no files behind either.
  const removeAtExit = () => {
    try {
      rmSync(root, { recursive: true, force: true })
    } catch {
      // A process that is about to end still wrote; there is nobody left to tell.
    }
  }
  process.once('exit', removeAtExit)
  return {
    root,
    ...folder,
    dispose: async () => {
      process.off('exit', removeAtExit)
      await rm(root, { recursive: true, force: true })
    },
  }
}

function make(path: string): void {
  try {
    makeFolder(path, 0o700)
  } catch (error) {
    throw new AppError('unwritable-folder', `${messageOf(error)}; name a folder that can be written`, { path }, error)
  }
}
