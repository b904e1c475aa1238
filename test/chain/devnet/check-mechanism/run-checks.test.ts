import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { runChecks } from '../../../../chain/devnet/check-mechanism/run-checks.ts'
import { ROOT } from '../../../support/source-files.ts'

const collect = async (name: string, timeoutMs: number) => {
  const findings = []
  for await (const finding of runChecks({ name, heldOut: undefined, timeoutMs })) findings.push(finding)
  return findings
}

/** Runs the command as a person would. */
const run = (...args: readonly string[]) =>
  new Promise<{ exit: number; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ['chain/cli.ts', 'check-mechanism', ...args],
      { cwd: ROOT },
      (_, stdout, stderr) => resolve({ exit: child.exitCode ?? -1, stdout, stderr }),
    )
  })

describe('runChecks', () => {
  it('passes labelled, on rows that are made up, and compares two threads', async () => {
    const findings = await collect('labelled', 120_000)
    expect(findings.filter(({ ok }) => !ok)).toEqual([])
    expect(findings[0]?.text).toMatch(/another thread/)
  })

  it('stops a mechanism that never ends', async () => {
    const findings = await collect('test/shared/mechanism/broken/never-ends.ts', 1_500)
    expect(findings).toEqual([{ name: 'determinism', ok: false, text: 'it does not end within 1.5 s' }])
  })

  it('says that there is no such mechanism', async () => {
    await expect(collect('chess', 1_000)).rejects.toMatchObject({ code: 'unknown-mechanism' })
    await expect(collect('./none.ts', 1_000)).rejects.toMatchObject({ code: 'no-module' })
  })
})

describe('devnet check-mechanism', () => {
  it('prints a line for each check and exits 0 for a sound mechanism', async () => {
    const { exit, stdout } = await run('./shared/mechanism/example/parity.ts')
    expect(exit).toBe(0)
    expect(stdout.match(/^✓ /gm)).toHaveLength(11)
    expect(stdout).toMatch(/parity\.ts passes all 11 checks/)
  })

  it('exits 1 for a broken one and says why, as JSON too', async () => {
    const { exit, stdout } = await run('test/shared/mechanism/broken/linear-score.ts', '--json')
    expect(exit).toBe(1)
    const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: { name: string; ok: boolean }[] }
    expect(ok).toBe(false)
    expect(findings.filter((finding) => !finding.ok).map(({ name }) => name)).toEqual(['references', 'honesty'])
  })

  it('ends in peace when nobody reads on', async () => {
    const child = spawn(process.execPath, ['chain/cli.ts', 'check-mechanism', './shared/mechanism/example/parity.ts'], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    child.stdout.once('data', () => child.stdout.destroy())
    const [code] = await once(child, 'close')
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
  })

  it('gives one line for a name that does not exist', async () => {
    const { exit, stderr } = await run('chess')
    expect(exit).toBe(1)
    expect(stderr).toMatch(/^error: mechanism "chess" does not exist/)
  })
})
