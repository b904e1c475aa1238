import { AppError } from '../../../shared/errors.ts'
import type { MetagraphSnapshot } from '../../../shared/subtensor/snapshot.ts'
import { U16_MAX } from '../../../shared/units.ts'
import type { Economy } from '../economics/economy.ts'
import { groupName } from '../scenario/cast.ts'
import type { Scenario } from '../scenario/schema.ts'
import type { OwnStrategies } from '../strategies/find-strategy.ts'
import type { Role } from '../strategies/strategy.ts'
import type { Fault } from './faults.ts'
import type { Level, LevelSetup } from './level.ts'
import { openPlay, type Play } from './play.ts'
import type { Spent } from './spending.ts'
import type { Watch } from './stops.ts'

/** What became of one participant. Shares are of what all participants got, 0 to 1. Plain JSON. */
export interface MemberResult {
  readonly name: string
  readonly group: string
  readonly role: Role
  readonly strategy: string
  readonly isAttacker: boolean
  /** Uid at the end; null for none. */
  readonly uid: number | null
  /** TAO staked on its hotkey at the start and at the end. */
  readonly stakeBefore: number
  readonly stakeAfter: number
  /** Mean of its true skill over the epochs in which it had a uid. */
  readonly skill: number
  /** TAO. */
  readonly emission: number
  readonly share: number
  /** Means over all epochs of the share in what miners and in what validators get, and of the trust in its weights. */
  readonly incentive: number
  readonly dividends: number
  readonly trust: number
  /** Epochs with a uid, and rows that the chain took. */
  readonly epochs: number
  readonly rows: number
  /** Calls that the chain refused, by the name of the error. */
  readonly refused: Readonly<Record<string, number>>
  /** What it paid to the chain. */
  readonly spent: Spent
  /** Findings of the scoring at the end. */
  readonly findings: readonly string[]
}

/** One run. The same scenario and seed give the same bytes. */
export interface RunResult {
  readonly seed: string
  readonly epochs: number
  /** TAO that all uids got, and of that what participants got. */
  readonly emission: number
  readonly paid: number
  readonly members: readonly MemberResult[]
  /** By group in the order of the scenario: its share of what participants got, epoch by epoch, to 6 digits. */
  readonly series: readonly { readonly group: string; readonly shares: readonly number[] }[]
  /** Where the scenario asks for it. */
  readonly economy?: Economy
  readonly faults: readonly Fault[]
}

export interface RunOptions extends Watch {
  readonly seed: string
  readonly strategies?: OwnStrategies
  readonly openLevel?: (setup: LevelSetup) => Level
  /** The recorded network that the scenario starts from. */
  readonly snapshot?: MetagraphSnapshot
  /** Hears from time to time how many more epochs are done, the warm-up counted. */
  readonly onEpochs?: (count: number) => void
}

/** Epochs of a level that plays at once from one time of telling to the next; slower ones tell each. */
const TELL_EVERY = 64
const RAO = 1e9

/** Epochs of one run, the warm-up counted. */
export const epochsOf = ({ epochs, warmup }: Pick<Scenario, 'epochs' | 'warmup'>): number => epochs + warmup

/**
 * Runs a scenario once at a level that plays at once, as `fast` does.
 * @throws AppError for a scenario that cannot be; `takes-time` for another level. Strategies that fail are told in `faults`.
 */
export function runScenario(scenario: Scenario, { onEpochs, ...options }: RunOptions): RunResult {
  const play = openPlay({ scenario, ...options })
  const all = epochsOf(scenario)
  for (let done = 0; done < all; done++) {
    if (play.step() !== undefined)
      throw new AppError('takes-time', `the level ${scenario.level} is played by playScenario`)
    if ((done + 1) % TELL_EVERY === 0) onEpochs?.(TELL_EVERY)
  }
  onEpochs?.(all % TELL_EVERY)
  return resultOf(play, scenario, options.seed)
}

/** Runs a scenario once at any level. @throws AppError as `runScenario`. */
export async function playScenario(scenario: Scenario, { onEpochs, ...options }: RunOptions): Promise<RunResult> {
  const play = openPlay({ scenario, ...options })
  const all = epochsOf(scenario)
  let untold = 0
  for (let done = 0; done < all; done++) {
    const played = play.step()
    if (played !== undefined) await played
    untold++
    if (played === undefined && untold < TELL_EVERY) continue
    onEpochs?.(untold)
    untold = 0
  }
  onEpochs?.(untold)
  return resultOf(play, scenario, options.seed)
}

/** What a run has come to. */
function resultOf(
  { cast, tally, economy, level, faults, ledger, view }: Play,
  scenario: Scenario,
  seed: string,
): RunResult {
  const paid = tally.members.reduce((sum, { emission }) => sum + emission, 0)
  const { epochs } = scenario
  const miners = cast.filter(({ role }) => role === 'miner')
  const members = cast.map((member, index): MemberResult => {
    const { name, group, role, strategy, isAttacker, hotkey, stake } = member
    const of = tally.members[index]
    const mean = (sum: number | undefined) => round((sum ?? 0) / epochs / U16_MAX)
    return {
      name,
      group,
      role,
      strategy,
      isAttacker,
      uid: view.uidOf(hotkey) ?? null,
      stakeBefore: Number(stake) / RAO,
      stakeAfter: Number(view.stakeOf(hotkey)) / RAO,
      skill: round(of === undefined || of.epochs === 0 ? member.skill : of.skill / of.epochs),
      emission: (of?.emission ?? 0) / RAO,
      share: round(paid === 0 ? 0 : (of?.emission ?? 0) / paid),
      incentive: mean(of?.incentive),
      dividends: mean(of?.dividends),
      trust: mean(of?.trust),
      epochs: of?.epochs ?? 0,
      rows: of?.rows ?? 0,
      refused: Object.fromEntries([...(of?.refused ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))),
      spent: ledger.spentBy(index),
      findings: level.findingsOf?.(miners.indexOf(member)) ?? [],
    }
  })
  const series = scenario.actors.map((group, at) => ({
    group: groupName(group),
    shares: tally.series.map((rao) => {
      const sum = rao.reduce((total, part) => total + part, 0)
      return sum === 0 ? 0 : round((rao[at] ?? 0) / sum)
    }),
  }))
  return {
    seed,
    epochs,
    emission: tally.total() / RAO,
    paid: paid / RAO,
    members,
    series,
    ...(economy && { economy: economy.result() }),
    faults: faults.list(),
  }
}

/** Six digits: more would be noise, and less could not be compared. */
const round = (value: number): number => Math.round(value * 1e6) / 1e6
