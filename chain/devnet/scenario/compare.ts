import { readFile } from 'node:fs/promises'
import Table from 'cli-table3'
import { z } from 'zod'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { AppError, messageOf } from '../../../shared/errors.ts'
import { parserOf } from '../../../shared/zod-parser.ts'
import { groupName } from '../../simulator/scenario/cast.ts'
import type { Scenario } from '../../simulator/scenario/schema.ts'
import type { LevelName } from '../../simulator/strategies/strategy.ts'
import { type Agreement, compareRuns } from './agreement.ts'
import type { StageReport } from './stage-report.ts'

const stageShape = z.object({
  scenario: z.string(),
  seed: z.string(),
  members: z.array(
    z.object({
      name: z.string(),
      hotkey: z.string(),
      skill: z.number().min(0).max(1).nullable(),
      emissionRao: z.array(z.string().regex(/^\d+$/)),
    }),
  ),
})
const parseReport = parserOf(z.object({ stage: stageShape }), 'the report of devnet up --scenario')

/** How runs are compared. */
export interface CompareOptions {
  /** Paid epochs at the beginning of the real run that do not count. */
  readonly skip: number
  /** Largest difference of a miner's pay, as a share. */
  readonly limit: number
  /** Level of the simulation; default: the scenario's. */
  readonly level?: LevelName | undefined
}

/**
 * Simulates a scenario with the skills of the models that its processes served, and compares what miners got.
 * @param report file that `devnet up --scenario FILE --report` wrote.
 * @throws AppError `unreadable-file`, `malformed`; `other-scenario`; `too-early` when no epoch is left to compare; as `loadScenario`.
 */
export async function compareWithReport(
  file: string,
  report: string,
  { skip, level }: CompareOptions,
): Promise<Agreement> {
  await cryptoReady()
  // Storage keys are hashed when pallets are loaded.
  const { loadScenario } = await import('../../simulator/scenario/load.ts')
  const { playScenario } = await import('../../simulator/play/run-scenario.ts')
  const { levelOf } = await import('../../simulator/play/levels.ts')
  const { scenario, strategies, base } = await loadScenario(file)
  const { stage } = parseReport(await readJson(report))
  if (stage.scenario !== scenario.name)
    throw new AppError('other-scenario', `${report} is of the scenario ${stage.scenario}; found ${scenario.name}`)
  const paid = Math.max(0, ...stage.members.map(({ emissionRao }) => emissionRao.length))
  if (paid <= skip) throw new AppError('too-early', `${paid} epochs paid, and ${skip} are skipped; nothing is left`)
  const skilled = { ...withSkills(scenario, stage), ...(level && { level }) }
  const openLevel = await levelOf(skilled, base)
  const { members } = await playScenario(skilled, { seed: scenario.seed, strategies, openLevel })
  return compareRuns(members, stage, skip)
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new AppError('unreadable-file', `cannot read ${file} as JSON: ${messageOf(error)}`, { file }, error)
  }
}

/**
 * The scenario with the skills of the models that its processes served. A group whose members served different ones is
 * split into its members.
 */
function withSkills(scenario: Scenario, { members }: StageReport): Scenario {
  const skills = new Map(members.map(({ name, skill }) => [name, skill ?? 0]))
  const actors = scenario.actors.flatMap((group) => {
    if (group.role !== 'miner') return [group]
    const name = groupName(group)
    const names = Array.from({ length: group.count }, (_, at) => (group.count === 1 ? name : `${name} ${at + 1}`))
    const [first = 0, ...others] = names.map((own) => skills.get(own) ?? 0)
    // Members with one model may be one sybil, which has to stay together.
    if (others.every((skill) => skill === first)) return [{ ...group, name, skill: first }]
    return names.map((own) => ({ ...group, name: own, count: 1, skill: skills.get(own) ?? 0 }))
  })
  return { ...scenario, actors }
}

/** A table of all miners and a line that says whether they agree. */
export function renderAgreement({ rows, isSameOrder, worst }: Agreement, limit: number): string {
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`
  const table = new Table({
    head: ['miner', 'simulated', 'real', 'difference'],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'right', 'right'],
  })
  for (const { name, simulated, real, difference } of rows)
    table.push([name, percent(simulated), percent(real), difference === undefined ? '' : percent(difference)])
  const order = isSameOrder ? 'the same order' : 'another order'
  const most = Number.isFinite(worst) ? `differ by at most ${percent(worst)}` : 'differ on who is paid at all'
  return `${table.toString()}\n${order}; they ${most} (limit ${percent(limit)})`
}
