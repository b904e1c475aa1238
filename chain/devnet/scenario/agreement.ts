import { spearman } from '../../../shared/spearman.ts'
import type { MemberResult } from '../../simulator/play/run-scenario.ts'
import type { StageReport } from './stage-report.ts'

/** One miner, or a sybil as a whole, in a simulation and in a run of processes: its shares of what all miners got, 0 to 1. */
export interface AgreementRow {
  readonly name: string
  readonly simulated: number
  readonly real: number
  /** real / simulated − 1; `undefined` where the simulation pays it nothing. */
  readonly difference: number | undefined
}

/** How far a simulation and a run of processes agree. */
export interface Agreement {
  readonly rows: readonly AgreementRow[]
  /** Whether both pay the miners in the same order. */
  readonly isSameOrder: boolean
  /** Largest difference without its sign; infinite where one pays and the other does not. */
  readonly worst: number
}

/** A share below this is nothing: rounding of a weight of one part in 65 535. */
const NOTHING = 1e-4

type Paid = Pick<MemberResult, 'name' | 'role' | 'group' | 'strategy' | 'emission'>

/**
 * Compares what miners got. Miners of a sybil share one place, and which of them has it is chance: who registered its
 * model first.
 * @param skipped paid epochs at the beginning of the real run that do not count: averages of few rounds scatter.
 */
export function compareRuns(members: readonly Paid[], stage: Pick<StageReport, 'members'>, skipped: number): Agreement {
  const payees = [
    ...Map.groupBy(
      members.filter(({ role }) => role === 'miner'),
      payeeOf,
    ),
  ]
  const realOf = new Map(
    stage.members.map(({ name, emissionRao }) => [
      name,
      emissionRao.slice(skipped).reduce((sum, rao) => sum + Number(rao), 0),
    ]),
  )
  const sumOf = (group: readonly Paid[], emission: (member: Paid) => number): number =>
    group.reduce((sum, member) => sum + emission(member), 0)
  const totals = payees.map(([name, group]) => ({
    name,
    simulatedSum: sumOf(group, ({ emission }) => emission),
    realSum: sumOf(group, (member) => realOf.get(member.name) ?? 0),
  }))
  const simulatedAll = totals.reduce((sum, { simulatedSum }) => sum + simulatedSum, 0)
  const realAll = totals.reduce((sum, { realSum }) => sum + realSum, 0)
  const rows = totals.map(({ name, simulatedSum, realSum }): AgreementRow => {
    const simulated = simulatedAll === 0 ? 0 : simulatedSum / simulatedAll
    const real = realAll === 0 ? 0 : realSum / realAll
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

const payeeOf = ({ name, group, strategy }: Paid): string => (strategy === 'sybil' ? group : name)
