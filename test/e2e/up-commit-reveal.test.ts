import { test } from 'vitest'
import { startDevnet } from '../support/devnet-run.ts'
import { expectCleanEnd, expectFairRun } from '../support/fair-run.ts'

test.each(['timelock', 'hash'])(
  'devnet up pays the same way where weights are committed: %s',
  { timeout: 240_000 },
  async (kind) => {
    const run = await startDevnet(['--commit-reveal', kind, '--epochs', '3'])
    await expectCleanEnd(run)
    expectFairRun(await run.report())
  },
)
