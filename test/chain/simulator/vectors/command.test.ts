import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from '@commander-js/extra-typings'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addYumaCommand } from '../../../../chain/simulator/vectors/command.ts'
import { systemClock } from '../../../../shared/clock.ts'
import { fakeStreams } from '../../../support/fake-streams.ts'
import { vectorItems } from './vector-items.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yuma-command-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function devnet(args: readonly string[], stdin?: string) {
  const { streams, stdoutText, stderrText } = fakeStreams(stdin)
  const program = new Command().exitOverride().configureOutput({ writeErr() {} })
  addYumaCommand(program, { streams, clock: systemClock })
  await program.parseAsync(['node', 'devnet', ...args])
  return { stdout: stdoutText(), stderr: stderrText() }
}

describe('devnet yuma', () => {
  const items = vectorItems()

  it('gives the expected outputs of every vector, from file to file', async () => {
    const from = join(folder, 'in.json')
    const to = join(folder, 'out.json')
    await writeFile(from, JSON.stringify(items.map(({ name, inputs }) => ({ name, inputs }))))
    const { stdout, stderr } = await devnet(['yuma', '--in', from, '--out', to])
    expect(JSON.parse(await readFile(to, 'utf8'))).toEqual(items.map(({ name, outputs }) => ({ name, outputs })))
    expect(items.length).toBeGreaterThan(341)
    expect(stdout).toBe('')
    expect(stderr).toContain(`${items.length} epochs`)
  })

  it('reads standard input and writes standard output', async () => {
    const [{ name, inputs, outputs }] = [items[7]!]
    const { stdout } = await devnet(['yuma', '--in', '-'], JSON.stringify([{ name, inputs }]))
    expect(JSON.parse(stdout)).toEqual([{ name, outputs }])
  })

  it('writes nothing when an item is wrong', async () => {
    const [good] = items
    const to = join(folder, 'none.json')
    const bad = { name: 'broken', inputs: { ...good!.inputs, kappa: -1 } }
    const run = devnet(['yuma', '--in', '-', '--out', to], JSON.stringify([good, bad]))
    await expect(run).rejects.toMatchObject({ code: 'invalid-vectors' })
    await expect(readFile(to)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('asks for the input file', async () => {
    await expect(devnet(['yuma'])).rejects.toMatchObject({ code: 'commander.missingMandatoryOptionValue' })
  })
})
