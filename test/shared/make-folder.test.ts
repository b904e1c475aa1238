import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeFolder } from '../../shared/make-folder.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'make-folder-'))
})
afterEach(() => rmSync(root, { recursive: true }))

describe('makeFolder', () => {
  test('makes what is missing above it too, for its owner alone where that is asked', () => {
    makeFolder(join(root, 'a', 'b'), 0o700)
    expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o700)
    expect(statSync(join(root, 'a', 'b')).mode & 0o777).toBe(0o700)
  })

  test('leaves one that is there as it is, also behind a link', () => {
    makeFolder(join(root, 'a'))
    symlinkSync(join(root, 'a'), join(root, 'link'))
    makeFolder(join(root, 'link'), 0o700)
    makeFolder(join(root, 'link', 'b'))
    expect(statSync(join(root, 'a', 'b')).isDirectory()).toBe(true)
  })

  test('refuses a place below a file', () => {
    writeFileSync(join(root, 'file'), '')
    for (const path of [join(root, 'file'), join(root, 'file', 'a')])
      expect(() => makeFolder(path)).toThrow(expect.objectContaining({ code: 'EEXIST' }))
  })

  test.runIf(process.platform === 'linux')('refuses /proc, where nothing can be made', () => {
    expect(() => makeFolder('/proc/meritnet/runs')).toThrow(expect.objectContaining({ code: 'ENOENT' }))
  })
})
