import { spearman } from '../../../shared/spearman.ts'
import type { MemberResult } from '../../simulator/play/run-scenario.ts'
import type { StageReport } from './stage-report.ts'

/** One miner in a simulation and in a run of processes: its shares of what all miners got, 0 to 1. */
export interface AgreementRow {
  readonly name: string
  readonly simulated: number
  readonly real: number
  /** real / simulated − 1; `undefined` where the simulation pays it nothing. */
  readonly difference: number | undefined
}

export interface Agreement {
  readonly rows: readonly AgreementRow[]
  /** Whether both pay the miners in the same order. */
  readonly isSameOrder: boolean
  /** Largest difference without its sign; infinite where one pays and the other does not. */
  readonly worst: number
}

/** A share below this is nothing: rounding of a weight of one part in 65 535. */
const NOTHING = 1e-4

/**
 * Compares what miners got.
 * @param skipped paid epochs at the beginning of the real run that do not count: averages of few rounds scatter.
 */
export function compareRuns(
  members: readonly Pick<MemberResult, 'name' | 'role' | 'emission'>[],
  stage: Pick<StageReport, 'members'>,
  skipped: number,
): Agreement {
  const miners = members.filter(({ role }) => role === 'miner')
  const realOf = new Map(
    stage.members.map(({ name, emissionRao }) => [
      name,
      emissionRao.slice(skipped).reduce((sum, rao) => sum + Number(rao), 0),
    ]),
  )
  const [simulatedAll, realAll] = [
    miners.reduce((sum, { emission }) => sum + emission, 0),
    miners.reduce((sum, { name }) => sum + (realOf.get(name) ?? 0), 0),
  ]
  const rows = miners.map(({ name, emission }): AgreementRow => {
    const simulated = simulatedAll === 0 ? 0 : emission / simulatedAll
    const real = realAll === 0 ? 0 : (realOf.get(name) ?? 0) / realAll
    return { name, simulated, real, difference: simulated < NOTHING ? undefined : real / simulated - 1 }
  })
  const order = spearman(
    rows.map(({ simulated }) => (simulated < NOTHING ? 0 : simulated)),
    rows.map(({ real }) => (real < NOTHING ? 0 : real)),
  )
  const worst = rows.reduce((most, { difference, real }) => {
    const off = difference === undefined ? (real < NOTHING ? 0 : Infinity) : Math.abs(difference)
    return Math.max(most, off)
  }, 0)
  return { rows, isSameOrder: order !== undefined && order > 1 - 1e-9, worst }
}
