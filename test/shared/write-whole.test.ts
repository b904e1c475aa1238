import { chmod, chown, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeWhole } from '../../shared/write-whole.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'write-whole-'))
  file = join(folder, 'out.json')
})
afterEach(() => rm(folder, { recursive: true }))

test('a file is made, then replaced, and nothing is left beside it', async () => {
  await writeWhole(file, 'a')
  await writeWhole(file, new Uint8Array([98]))
  expect(await readFile(file, 'utf8')).toBe('b')
  expect(await readdir(folder)).toEqual(['out.json'])
})

test('what was there stays when the new content cannot be written', async () => {
  await writeFile(file, 'before')
  await mkdir(`${file}.new`)
  await expect(writeWhole(file, 'after')).rejects.toMatchObject({ code: 'EISDIR' })
  expect(await readFile(file, 'utf8')).toBe('before')
})

test('a link stays a link, and its file gets the content', async () => {
  const link = join(folder, 'link')
  await writeFile(file, 'before')
  await symlink(file, link)
  await writeWhole(link, 'after')
  expect((await lstat(link)).isSymbolicLink()).toBe(true)
  expect(await readFile(file, 'utf8')).toBe('after')
})

test.runIf(process.platform === 'linux')('devices are written to, and stay devices', async () => {
  const link = join(folder, 'null')
  await symlink('/dev/null', link)
  await writeWhole(link, 'lost')
  expect((await lstat('/dev/null')).isCharacterDevice()).toBe(true)
  expect((await lstat(link)).isSymbolicLink()).toBe(true)
  // There is no space on it, ever.
  await expect(writeWhole('/dev/full', 'x')).rejects.toMatchObject({ code: 'ENOSPC' })
})

/** A user of no rights: nothing is forbidden to root. */
const NOBODY = 65_534

async function asNobody(act: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return act()
  for (const path of [folder, file]) await chown(path, NOBODY, NOBODY)
  process.seteuid?.(NOBODY)
  try {
    await act()
  } finally {
    process.seteuid?.(0)
  }
}

test('a file in a folder that takes no other is written to as it is', async () => {
  await writeFile(file, 'before')
  await chmod(folder, 0o500)
  await asNobody(async () => {
    await expect(writeFile(join(folder, 'other'), '')).rejects.toMatchObject({ code: 'EACCES' })
    await writeWhole(file, 'after')
  }).finally(() => chmod(folder, 0o700))
  expect(await readFile(file, 'utf8')).toBe('after')
})

test('a folder is refused', async () => {
  await expect(writeWhole(folder, 'x')).rejects.toMatchObject({ code: 'EISDIR' })
  expect(await readdir(folder)).toEqual([])
})
