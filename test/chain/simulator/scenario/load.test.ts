import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadScenario } from '../../../../chain/simulator/scenario/load.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'

let folder = ''
beforeAll(async () => {
  await cryptoReady()
  folder = await mkdtemp(join(tmpdir(), 'scenario-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

describe('scenario files', () => {
  test('may be YAML, JSON or a module', async () => {
    const json = await file('a.json', '{ "epochs": 7, "actors": [{ "role": "validator" }] }')
    const yaml = await file('a.yaml', 'epochs: 7\nactors:\n  - role: validator\n')
    const module = await file('a.mjs', 'export default { epochs: 7, actors: [{ role: "validator" }] }')
    const [first, ...others] = await Promise.all([json, yaml, module].map((path) => loadScenario(path)))
    expect(first?.scenario.epochs).toBe(7)
    for (const other of others) expect(other.scenario).toEqual(first?.scenario)
  })

  test('find strategies of their own beside them', async () => {
    await file('mine.mjs', 'export default { role: "miner", description: "x", params: 1, open() {} }')
    const path = await file('b.yaml', 'actors:\n  - role: validator\n  - role: miner\n    strategy: ./mine.mjs\n')
    await expect(loadScenario(path)).rejects.toMatchObject({ code: 'malformed' })
    const missing = await file('c.yaml', 'actors:\n  - role: validator\n  - role: miner\n    strategy: ./none.mjs\n')
    await expect(loadScenario(missing)).rejects.toMatchObject({ code: 'no-module' })
  })

  test.each([
    ['no such file', 'none.yaml', undefined, 'unreadable-file'],
    ['no such module', 'none.mjs', undefined, 'no-module'],
    ['broken JSON', 'd.json', '{', 'invalid-scenario'],
    ['broken YAML', 'd.yaml', 'a: [', 'invalid-scenario'],
    ['a module without a scenario', 'd.mjs', 'export const x = 1', 'invalid-scenario'],
  ])('are told apart from %s', async (_, name, content, code) => {
    const path = content === undefined ? join(folder, name) : await file(name, content)
    await expect(loadScenario(path)).rejects.toMatchObject({ code })
  })

  test('have built-in names, which may be mistyped', async () => {
    expect((await loadScenario('small-subnet')).scenario.name).toBe('small-subnet')
    await expect(loadScenario('smal-subnet')).rejects.toMatchObject({
      code: 'unknown-scenario',
      message: expect.stringContaining('did you mean small-subnet?'),
    })
  })
})
