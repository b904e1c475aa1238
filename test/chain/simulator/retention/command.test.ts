import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from '@commander-js/extra-typings'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addRetentionCommand } from '../../../../chain/simulator/retention/command.ts'
import { systemClock } from '../../../../shared/clock.ts'
import { fakeStreams } from '../../../support/fake-streams.ts'
import { ROOT } from '../../../support/source-files.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retention-command-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function retention(...args: readonly string[]) {
  const { streams, stdoutText, stderrText } = fakeStreams()
  const program = new Command().exitOverride().configureOutput({ writeErr() {} })
  addRetentionCommand(program, { streams, clock: systemClock })
  await program.parseAsync(['node', 'devnet', 'retention', ...args])
  return { stdout: stdoutText(), stderr: stderrText() }
}

describe('devnet retention', () => {
  it('prints the table with the rate and writes the same files whatever the number of threads', async () => {
    const run = async (workers: string) => {
      const [out, svg] = [join(folder, `${workers}.json`), join(folder, `${workers}.svg`)]
      const shown = await retention('--config', 'xi25', '--grid', '2', '--workers', workers, '--out', out, '--svg', svg)
      return { ...shown, json: await readFile(out, 'utf8'), chart: await readFile(svg, 'utf8') }
    }
    const [one, two] = [await run('1'), await run('2')]
    expect(two.json).toBe(one.json)
    expect(two.chart).toBe(one.chart)
    expect(one.stdout).toMatch(/51 % │ +0\.\d{4} │ +1\.00 │ +0\.9104 │ +−0\.\d{4}/)
    expect(one.stdout).toMatch(/44 epochs in [\d.]+ s, \d+ epochs\/s on 1 thread\n/)
    expect(one.stderr).toContain('44 of 44 epochs')
    expect(JSON.parse(one.json)).toMatchObject({ config: 'xi25', parameters: { validatorShare: 0.25 }, epochs: 44 })
    expect(one.chart).toMatch(/^<svg /)
  })

  it('keeps standard output clean when a file goes there', async () => {
    const { stdout, stderr } = await retention('--grid', '2', '--out', '-')
    expect(JSON.parse(stdout).config).toBe('base')
    expect(stderr).toContain('required honest utility')
  })

  it.each([
    [['--config', 'beta100'], 'commander.invalidArgument'],
    [['--grid', '1'], 'commander.invalidArgument'],
    [['--seed', '-1'], 'commander.invalidArgument'],
    [['--workers', '0'], 'commander.invalidArgument'],
    [['--out', '/nowhere/at/all.json'], 'unwritable-file'],
    [['--svg', '/'], 'unwritable-file'],
  ])('refuses %j at once', async (args, code) => {
    await expect(retention(...args)).rejects.toMatchObject({ code })
  })

  it('stops cleanly on Ctrl-C and writes nothing', async () => {
    const out = join(folder, 'stopped.json')
    const args = ['chain/cli.ts', 'retention', '--grid', '201', '--workers', '2', '--out', out]
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    let stderr = ''
    child.stderr.on('data', (chunk) => {
      if (stderr === '') child.kill('SIGINT')
      stderr += String(chunk)
    })
    const [code] = await once(child, 'close')
    expect(stderr).toContain('stopped; nothing was written')
    expect(code).toBe(130)
    expect(await readdir(folder)).not.toContain('stopped.json')
  })
})
