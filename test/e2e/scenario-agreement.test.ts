import { expect, test } from 'vitest'
import { compareWithReport } from '../../chain/devnet/scenario/compare.ts'
import { startDevnet } from '../support/devnet-run.ts'

/** Paid epochs that count of a run of processes, after those in which averages have few rounds. */
const EPOCHS = 3
const SKIPPED = 1
/** So many, and blocks so slow, that a miner's skill is known to a hundredth and nobody is late on a busy machine. */
const PACE = ['--items', '1024', '--block-ms', '900']
const LIMIT = 0.05
/** A minute and a half each, on a machine that does nothing else: late answers on a busy one count as wrong. */
const isLong = process.env.MERITNET_LONG === '1'

test.runIf(isLong).each(['ladder', 'favoured-friend'])(
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
