import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { pidsWith, startDevnet } from '../support/devnet-run.ts'
import { expectCleanEnd, expectFairRun } from '../support/fair-run.ts'
import { ROOT } from '../support/source-files.ts'

const scoresShape = z.object({ miners: z.array(z.object({ hotkey: z.string(), rounds: z.number() })) })

/** Rounds that a validator's database knows of each miner, by hotkey, as `validator scores` tells them. */
async function scoredRounds(database: string): Promise<Map<string, number>> {
  const args = ['validator/cli.ts', 'scores', '--json', '--db', database]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT })
  return new Map(scoresShape.parse(JSON.parse(stdout)).miners.map(({ hotkey, rounds }) => [hotkey, rounds]))
}

describe('devnet up', () => {
  test('pays miners by the quality of their models; an interrupt stops every process and leaves the report', {
    timeout: 240_000,
  }, async () => {
    // So many that it is the interrupt that ends it, and a test that fails leaves nothing for ever.
    const run = await startDevnet(['--epochs', '30'])
    await run.lineMatching(/epoch paid 3\b/)
    run.process.kill('SIGINT')
    await expectCleanEnd(run)
    const report = await run.report()
    expect(report.chain.epochs).toBeGreaterThanOrEqual(3)
    expect(report.chain.epochs).toBeLessThan(30)
    expectFairRun(report)
  })

  test('survives kill -9 of a validator and a miner that are started again by the printed command', {
    timeout: 300_000,
  }, async () => {
    const run = await startDevnet(['--epochs', '5'])
    await run.lineMatching(/epoch paid 1\b/)
    const restarted = []
    const database = join(run.folder, 'databases', 'validator-2.sqlite')
    let before = new Map<string, number>()
    for (const name of ['validator-2', 'miner-4']) {
      const [victim] = await pidsWith(`${run.folder}/wallets --wallet ${name} `)
      expect(victim, `process of ${name}`).toBeDefined()
      process.kill(victim ?? 0, 'SIGKILL')
      const [, command = ''] = await run.lineMatching(new RegExp(`${name} ended.*start it again with: (.*)$`))
      if (name === 'validator-2') before = await scoredRounds(database)
      restarted.push(spawn(command, { cwd: ROOT, shell: true, stdio: 'ignore', detached: true }))
    }
    try {
      expect(await run.ended, run.errors()).toBe(0)
      const report = await run.report()
      expect(report.chain.epochs).toBe(5)
      expectFairRun(report)
      // The validator that was killed went on counting where it was: no round of any miner is lost.
      const after = await scoredRounds(database)
      expect(before.size).toBe(8)
      for (const [hotkey, rounds] of before) expect(after.get(hotkey)).toBeGreaterThan(rounds)
    } finally {
      for (const child of restarted) {
        if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM')
      }
      await Promise.all(restarted.map((child) => (child.exitCode === null ? once(child, 'close') : undefined)))
    }
  })
})
