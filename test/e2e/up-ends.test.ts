import { describe, expect, test, vi } from 'vitest'
import { type DevnetRun, pidsWith, startDevnet } from '../support/devnet-run.ts'

/** Processes of a run that are there now, besides the one that the test started. */
const processesOf = async ({ folder, process: { pid } }: DevnetRun): Promise<readonly number[]> =>
  (await pidsWith(folder)).filter((other) => other !== pid)

/** Who still loads notices the end when it has loaded, which takes eight processes a while on a busy machine. */
const allGone = (run: DevnetRun) =>
  vi.waitFor(async () => expect(await pidsWith(run.folder)).toEqual([]), { timeout: 100_000, interval: 200 })

describe('the processes of a devnet', () => {
  test.each([
    ['while they load', /miners are starting/, 7],
    ['while they work', /epoch paid 1\b/, 10],
  ])('end by themselves when it is killed %s', { timeout: 240_000 }, async (_, line, processes) => {
    const run = await startDevnet(['--block-ms', '250'])
    await run.lineMatching(line)
    await vi.waitFor(async () => expect((await processesOf(run)).length).toBeGreaterThanOrEqual(processes), 60_000)
    run.process.kill('SIGKILL')
    await run.ended
    await allGone(run)
  })

  test('end when nobody reads its lines any more', { timeout: 240_000 }, async () => {
    const run = await startDevnet(['--block-ms', '250'])
    await run.lineMatching(/making a subnet/)
    run.process.stdout?.destroy()
    expect(await run.ended, run.errors()).toBe(0)
    expect(await pidsWith(run.folder)).toEqual([])
  })
})
