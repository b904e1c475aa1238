import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises'

/**
 * Writes a file that is there whole or not at all: it gets its name when it is complete, and what stood there before
 * stays where that fails, as on a full disk. Devices and pipes are written to as they are, and so are files whose folder
 * takes no other.
 * @throws the system's error.
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  // A folder refuses by itself, and /dev/null must not give way to a file of the same name.
  if (found !== undefined && !found.isFile()) return writeFile(file, content)
  // The file, not a link to it, gets the new content.
  const target = found === undefined ? file : await realpath(file)
  const draft = `${target}.new`
  try {
    await writeFile(draft, content)
    await rename(draft, target)
  } catch (error) {
    // Half of it is of no use, and may hold the last bytes of a full disk.
    await rm(draft, { force: true }).catch(() => undefined)
    if (found === undefined || !isOfFolder(error)) throw error
    await writeFile(target, content)
  }
}

/** Where a file can be written and its folder cannot, or the file is mounted by itself, nothing can take its place. */
const isOfFolder = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(EACCES|EPERM|EROFS|EBUSY)$/.test(String(error.code))
