import { expect, test } from 'vitest'
import { compareWithReport } from '../../chain/devnet/scenario/compare.ts'
import { startDevnet } from '../support/devnet-run.ts'

/** Paid epochs that count of a run of processes, after those in which averages have few rounds. */
const EPOCHS = 2
const SKIPPED = 1
/**
 * So many tasks that pay is known within 2.5 % in 19 of 20 runs and within 5 % in all but one of a thousand, where it is in
 * proportion to skill; and patience, so that a busy machine plays fewer rounds and calls nobody late.
 */
const PACE = ['--items', '512', '--deadline-ms', '4000']
const LIMIT = 0.05

test.each(['ladder', 'favoured-friend'])(
  'a simulation and processes of the same scenario pay every miner the same, within a twentieth: %s',
  { timeout: 480_000 },
  async (name) => {
    const run = await startDevnet(['--scenario', name, '--epochs', String(SKIPPED + EPOCHS), ...PACE])
    expect(await run.ended, run.errors()).toBe(0)
    const agreement = await compareWithReport(name, `${run.folder}.json`, { skip: SKIPPED, limit: LIMIT })
    const { isSameOrder, worst, rows } = agreement
    expect(isSameOrder, JSON.stringify(rows)).toBe(true)
    expect(worst, JSON.stringify(rows)).toBeLessThanOrEqual(LIMIT)
  },
)
