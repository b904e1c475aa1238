import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { AppError } from '../../shared/errors.ts'

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
 * @throws AppError `folder-in-use`: every run has a chain, keys and scores of its own that must not mix with others.
 */
export async function openRunFolder(basePath: string | undefined): Promise<RunFolder> {
  const root = basePath === undefined ? await mkdtemp(join(tmpdir(), 'meritnet-')) : resolve(basePath)
  await mkdir(root, { recursive: true, mode: 0o700 })
  if ((await readdir(root)).length > 0)
    throw new AppError('folder-in-use', `${root} is not empty; name a new or empty folder for the files of this run`)
  const folder = {
    wallets: join(root, 'wallets'),
    databases: join(root, 'databases'),
    logs: join(root, 'logs'),
    models: join(root, 'models'),
  }
  for (const path of Object.values(folder)) await mkdir(path, { recursive: true, mode: 0o700 })
  return {
    root,
    ...folder,
    dispose: async () => {
      if (basePath === undefined) await rm(root, { recursive: true, force: true })
    },
  }
}
