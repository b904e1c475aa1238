import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isModulePath, parseMechanismName } from '../../../shared/mechanism/names.ts'
import { importMechanism } from '../../../shared/mechanism/own-module.ts'
import { openMechanism } from '../../../shared/mechanism/registry.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'own-module-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A module that exports this as its mechanism. */
async function moduleOf(name: string, source: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, source)
  return path
}

/** Everything that a mechanism has, as source, with some members replaced. */
const whole = (changes: Readonly<Record<string, string>> = {}): string => {
  const members: Record<string, string> = {
    id: "'mine'",
    version: '1',
    description: "'text'",
    difficulty: "{ default: 0, description: 'none' }",
    scale: '{ worst: -1, chance: 0, perfect: 1 }',
  }
  const functions =
    'makeTasks toCanary scaleOf toRequest parseRequest checkModel answer parseAnswers score naiveAnswers distance blend'
  for (const name of functions.split(' ')) members[name] = '() => 0'
  const lines = Object.entries({ ...members, ...changes }).map(([name, value]) => `${name}: ${value}`)
  return `export const mechanism = { ${lines.join(', ')} }`
}

describe('a path', () => {
  it.each(['./mine.ts', '../mine', '/home/me/mine.mjs', 'mine.js', 'folder/mine.ts'])('is seen in %s', (name) => {
    expect(isModulePath(name)).toBe(true)
    expect(parseMechanismName(name)).toBe(name)
  })

  it.each(['glyphs', 'labelled', 'mine', ''])('is not seen in %j', (name) => {
    expect(isModulePath(name)).toBe(false)
  })

  it('is offered where a name is unknown', () => {
    expect(() => parseMechanismName('digits')).toThrow(/"digits".*glyphs.*\.\/mine\.ts/)
  })
})

describe("a person's own module", () => {
  it('is opened by its path', async () => {
    const path = await moduleOf('good.mjs', whole())
    expect((await importMechanism(path, [])).id).toBe('mine')
    expect((await openMechanism(path)).id).toBe('mine')
  })

  it.each([
    ['a missing file', 'none.ts', undefined, 'no-module', /none\.ts cannot be loaded/],
    ['code that does not run', 'throws.mjs', 'throw new Error("boom")', 'no-module', /boom/],
    ['no export of that name', 'empty.mjs', 'export const mechanisms = 1', 'not-a-mechanism', /"mechanism".*missing/],
    ['something else', 'number.mjs', 'export const mechanism = 1', 'not-a-mechanism', /no object/],
  ])('is refused for %s', async (_, name, source, code, message) => {
    const path = source === undefined ? join(folder, name) : await moduleOf(name, source)
    await expect(importMechanism(path, [])).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it.each([
    ['id', "'Mine'", /needs id: a lower-case word/],
    ['id', 'undefined', /needs id/],
    ['version', '1.5', /needs version: a whole number/],
    ['description', "''", /needs description/],
    ['difficulty', '{ default: 2, description: "" }', /needs difficulty: \{ default: 0 to 1/],
    ['scale', '{ worst: 0, chance: 1, perfect: 1 }', /chance < perfect/],
    ['scale', '{ worst: NaN, chance: 0, perfect: 1 }', /needs scale/],
    ['score', '1', /needs the function score/],
    ['referenceAnswers', '1', /referenceAnswers that is no function/],
    ['separateRatio', '2', /separateRatio that is no number from 0 to 1/],
  ])('is refused when %s is %s', async (member, value, message) => {
    const path = await moduleOf(
      `${member}-${Math.abs(value.length)}-${message.source.length}.mjs`,
      whole({ [member]: value }),
    )
    await expect(importMechanism(path, [])).rejects.toMatchObject({
      code: 'not-a-mechanism',
      message: expect.stringMatching(message),
    })
  })

  it('names everything that is missing at once', async () => {
    const path = await moduleOf('bare.mjs', "export const mechanism = { id: 'bare' }")
    await expect(importMechanism(path, [])).rejects.toThrow(/version.*description.*makeTasks.*blend/)
  })

  it('may not take the id of another mechanism', async () => {
    const path = await moduleOf('glyphs.mjs', whole({ id: "'glyphs'" }))
    await expect(openMechanism(path)).rejects.toThrow(/"glyphs", which is built in/)
  })
})
