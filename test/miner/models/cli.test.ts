import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { downgradeModel } from '../../../miner/models/downgrade.ts'
import { committedLadder } from '../../../miner/models/ladder-folder.ts'
import { readManifest } from '../../../miner/models/manifest.ts'

const cli = fileURLToPath(new URL('../../../miner/models/cli.ts', import.meta.url))

const example = new URL('../../../shared/mechanism/example/parity.ts', import.meta.url).href

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'models-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Runs the program as a person would. */
const run = (...args: readonly string[]) =>
  new Promise<{ exit: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, [cli, ...args], (_, stdout, stderr) => {
      resolve({ exit: child.exitCode ?? -1, stdout, stderr })
    })
  })

const file = async (name: string, content: string): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

/** Two classes that a line tells apart. */
const rows = Array.from(
  { length: 80 },
  (_, i) => `${i % 2 === 0 ? 'low' : 'high'},${(i % 2) * 3 + (i % 7) / 4},${i % 5}`,
)

describe('models', () => {
  it('explains itself', async () => {
    const { exit, stdout } = await run('train', '--help')
    expect(exit).toBe(0)
    for (const flag of ['--mechanism', '--out', '--seed', '--data', '--label', '--split-seed', '--check', '--json'])
      expect(stdout).toContain(flag)
  })

  it('tells who mistypes where the commands are', async () => {
    const { exit, stdout, stderr } = await run('lst')
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain('lst')
    expect(stderr).toContain('models --help')
    expect((await run('--help')).stdout).toContain('models list --mechanism')
  })

  it('reproduces the committed files byte for byte on the Node version that made them', {
    timeout: 240_000,
  }, async () => {
    const { exit, stdout, stderr } = await run('--check')
    expect(stderr).not.toContain('error')
    expect(stdout).toContain('Every file equals the committed one, byte for byte.')
    expect(exit).toBe(0)
  })

  it('downgrades a model', async () => {
    const { models } = await readManifest(committedLadder('glyphs'))
    const from = join(committedLadder('glyphs'), models[0]!.file)
    const to = join(folder, 'downgraded.onnx')
    expect(await run('downgrade', from, to)).toMatchObject({ exit: 0, stdout: '', stderr: '' })
    expect(new Uint8Array(await readFile(to))).toEqual(downgradeModel(new Uint8Array(await readFile(from))))
    expect(await run('downgrade', cli, to)).toMatchObject({ exit: 1, stderr: expect.stringContaining('error: ') })
  })

  it('lists the committed models with paths that can be opened', async () => {
    const { exit, stdout } = await run('list', '--json')
    expect(exit).toBe(0)
    const { models } = JSON.parse(stdout) as { models: { file: string }[] }
    expect(models).toHaveLength(6)
    for (const model of models) expect(model.file).toMatch(/^\/.*\.onnx$/)
  })

  it('trains on a file of data and says where everything is', async () => {
    const data = await file('good.csv', `kind,x,y\n${rows.join('\n')}\n`)
    const out = join(folder, 'out')
    const { exit, stdout, stderr } = await run('train', '--data', data, '--label', 'kind', '--out', out, '--json')
    expect(exit).toBe(0)
    expect(stderr).toContain('training 100 %')
    const printed = JSON.parse(stdout) as { heldOut: string; models: { sha256: string }[] }
    const written = await readManifest(out)
    expect(printed.heldOut).toBe(join(out, 'held-out.rows'))
    expect(printed.models.map(({ sha256 }) => sha256)).toEqual(written.models.map(({ sha256 }) => sha256))
  })

  it("trains for a person's own mechanism, and refuses one that it cannot draw rows from", async () => {
    const out = join(folder, 'own')
    const own = ['--mechanism', './shared/mechanism/example/parity.ts']
    const { exit, stdout } = await run('train', ...own, '--out', out)
    expect(exit).toBe(0)
    expect(stdout).toContain('there are no committed models of parity')
    expect((await readManifest(out)).models.map(({ skill }) => skill)).toHaveLength(6)
    const odd = await file(
      'odd.mjs',
      "import { mechanism as m } from '" +
        example +
        "'\nexport const mechanism = { ...m, id: 'odd', makeTasks: () => [{}], toRequest: () => 0 }",
    )
    const refused = await run('train', '--mechanism', odd)
    expect(refused.exit).toBe(1)
    expect(refused.stderr).toMatch(/error: models of odd cannot be trained: valid are tasks with inputs/)
  })

  it('names the mechanisms that have models', async () => {
    const { exit, stderr } = await run('list', '--mechanism', 'labelled')
    expect(exit).toBe(1)
    expect(stderr).toMatch(/"labelled"; valid are glyphs/)
  })

  it.each<[string, string, string, RegExp]>([
    ['a missing label column', 'a.csv', `x,y,z\n1,2,3\n`, /no column "label".*found: x, y, z/],
    ['a non-number', 'b.csv', 'label,x\na,1\nb,two\n', /row 2, column "x" holds "two"/],
    ['one class only', 'c.csv', 'label,x\na,1\na,2\n', /"a"; valid are two classes/],
    ['fewer rows than can be split', 'd.csv', 'label,x\na,1\nb,2\na,3\nb,4\n', /2 of 4 rows.*5 or more/],
    [
      'features that say nothing',
      'e.csv',
      `label,x\n${Array.from({ length: 40 }, (_, i) => `${'ab'[i % 2]},1`).join('\n')}\n`,
      /reached skill 0\.000/,
    ],
  ])('gives one clear line and exit 1 for %s', async (_, name, content, message) => {
    const path = await file(name, content)
    const { exit, stderr } = await run('train', '--data', path, '--out', join(folder, 'none'))
    const errors = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('training'))
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(/^error: /)
    expect(errors[0]).toMatch(message)
    expect(exit).toBe(1)
  })

  it('asks for a folder to write models of data to', async () => {
    const { exit, stderr } = await run('--data', 'x.csv')
    expect(exit).toBe(1)
    expect(stderr).toMatch(/^error: .*--out FOLDER/)
  })

  it('exits 2 for a flag that does not exist', async () => {
    expect((await run('--colour')).exit).toBe(2)
  })
})
