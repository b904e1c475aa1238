import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { importModule } from '../../shared/import-module.ts'

const folder = mkdtempSync(join(tmpdir(), 'meritnet-module-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a module of a person', () => {
  it('gives its exports, by a path relative to a folder', async () => {
    writeFileSync(join(folder, 'fine.mjs'), 'export const answer = 42')
    expect(await importModule('./fine.mjs', folder)).toMatchObject({ answer: 42 })
  })

  it.each([
    ['there is none', './none.ts', undefined, /^\.\/none\.ts cannot be loaded: there is no file .*none\.ts$/],
    ['it is a folder', '.', undefined, /a module ends in \.ts, \.mts, \.js, \.mjs$/],
    ['it is no module', './data.json', '{}', /a module ends in/],
    ['it throws', './throws.mjs', '\nthrow new Error("boom")', /boom \(line 2\)$/],
    ['it names what is not there', './lost.mjs', 'import "./gone.mjs"', /gone\.mjs/],
  ])('is refused in one line when %s', async (_, path, content, message) => {
    if (content !== undefined) writeFileSync(join(folder, path), content)
    await expect(importModule(path, folder)).rejects.toMatchObject({
      code: 'no-module',
      message: expect.stringMatching(message),
    })
  })
})
