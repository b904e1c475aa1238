import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openRunFolder } from '../../../chain/devnet/run-folder.ts'

let place: string
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'run-folder-'))
})
afterEach(() => rm(place, { recursive: true }))

describe('run folder', () => {
  test('a named one is for its owner alone and stays', async () => {
    const folder = await openRunFolder(join(place, 'runs', 'first'))
    expect((await stat(folder.root)).mode & 0o777).toBe(0o700)
    await folder.dispose()
    expect(existsSync(folder.wallets)).toBe(true)
  })

  test('takes an empty folder', async () => {
    await mkdir(join(place, 'empty'))
    expect((await openRunFolder(join(place, 'empty'))).root).toBe(join(place, 'empty'))
  })

  test('refuses that of another run', async () => {
    await (await openRunFolder(join(place, 'run'))).dispose()
    await expect(openRunFolder(join(place, 'run'))).rejects.toThrow(expect.objectContaining({ code: 'folder-in-use' }))
  })

  test('refuses a place where no folder can be', async () => {
    await writeFile(join(place, 'file'), '')
    await expect(openRunFolder(join(place, 'file'))).rejects.toThrow(
      expect.objectContaining({ code: 'unwritable-folder' }),
    )
  })

  test('a temporary one is removed at the end, also by a process that ends at once', async () => {
    const before = new Set(process.listeners('exit'))
    const ended = await openRunFolder(undefined)
    await ended.dispose()
    expect(existsSync(ended.root)).toBe(false)
    expect(process.listeners('exit').filter((listener) => !before.has(listener))).toEqual([])

    const cut = await openRunFolder(undefined)
    for (const listener of process.listeners('exit')) if (!before.has(listener)) listener.call(process, 130)
    expect(existsSync(cut.root)).toBe(false)
    await cut.dispose()
  })
})
