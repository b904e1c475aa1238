import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { compareRuns } from '../../chain/devnet/scenario/agreement.ts'
import { runScenario } from '../../chain/simulator/play/run-scenario.ts'
import { loadScenario } from '../../chain/simulator/scenario/load.ts'
import type { Scenario } from '../../chain/simulator/scenario/schema.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { startDevnet } from '../support/devnet-run.ts'

const stageShape = z.object({
  members: z.array(
    z.object({
      name: z.string(),
      hotkey: z.string(),
      skill: z.number().nullable(),
      emissionRao: z.array(z.string()),
    }),
  ),
})
const reportShape = z.object({ stage: stageShape })

/** Paid epochs that count of a run of processes, after those in which averages have few rounds. */
const EPOCHS = 5
const SKIPPED = 3
/** So many that a miner's skill of an epoch is known to a hundredth of its own. */
const ITEMS = 1024
const LARGEST_DIFFERENCE = 0.05

/** The scenario with each miner in a group of its own, whose skill is that of the model that its process served. */
function withSkills(scenario: Scenario, skills: ReadonlyMap<string, number | null>): Scenario {
  const actors = scenario.actors.flatMap((group) =>
    group.role !== 'miner'
      ? [group]
      : Array.from({ length: group.count }, (_, member) => {
          const name = group.count === 1 ? (group.name ?? '') : `${group.name} ${member + 1}`
          return { ...group, name, count: 1, skill: skills.get(name) ?? 0 }
        }),
  )
  return { ...scenario, actors }
}

test.each(['ladder', 'favoured-friend'])(
  'a simulation and processes of the same scenario pay every miner the same, within 5 %%: %s',
  { timeout: 420_000 },
  async (name) => {
    await cryptoReady()
    const run = await startDevnet([
      ...['--scenario', name, '--epochs', String(SKIPPED + EPOCHS)],
      ...['--items', String(ITEMS), '--block-ms', '900'],
    ])
    expect(await run.ended, run.errors()).toBe(0)
    const { stage } = reportShape.parse(JSON.parse(await readFile(`${run.folder}.json`, 'utf8')))
    const skills = new Map(stage.members.map(({ name: member, skill }) => [member, skill]))
    const { scenario } = await loadScenario(name)
    const simulated = runScenario(withSkills(scenario, skills), { seed: scenario.seed })
    const { rows, isSameOrder, worst } = compareRuns(simulated.members, stage, SKIPPED)
    expect(isSameOrder, JSON.stringify(rows)).toBe(true)
    expect(worst, JSON.stringify(rows)).toBeLessThanOrEqual(LARGEST_DIFFERENCE)
  },
)
