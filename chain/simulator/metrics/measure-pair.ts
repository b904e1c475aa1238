import { spearman } from '../../../shared/spearman.ts'
import { U16_MAX } from '../../../shared/units.ts'
import type { PairedResult } from '../play/paired.ts'
import type { MemberResult, RunResult } from '../play/run-scenario.ts'
import type { Scenario } from '../scenario/schema.ts'
import { giniCoefficient, nakamotoCoefficient, takeoverCost, takeoverStake } from './concentration.ts'
import { attackCost, returnOnInvestment } from './costs.ts'
import { falsePositiveRate, timeToDetect } from './detection.ts'
import type { MeasureName } from './measures.ts'
import { gainOf, honestLoss, shareOf } from './shares.ts'

/** What a scenario does not say and a cost needs. */
const ASSUMED = {
  /** TAO of a uid that a participant has from the start: the chain's first price of a subnet. */
  registration: 0.1,
  /** Seconds between blocks of the public network. */
  blockSeconds: 12,
  /** What staking elsewhere yields. */
  prices: { yieldPerYear: 0.1, cpuSecond: 1e-6 },
  /** TAO for one of the subnet's token: simulated subnets have a constant price. */
  tokenPrice: 1,
} as const

const SECONDS_PER_DAY = 86_400
/** Kappa that the chain gives to a new subnet. */
const DEFAULT_KAPPA = 32_767

/**
 * Measures one run, and its twin without the attack where there is one. Formulas and sources: the functions of this
 * folder. What is not defined for the run is left out.
 */
export function measurePair(pair: PairedResult, scenario: Scenario): Partial<Record<MeasureName, number>> {
  const measures = { ...measuresOfNetwork(pair.on, scenario), ...measuresOfAttack(pair, scenario) }
  return Object.fromEntries(Object.entries(measures).filter(([, value]) => value !== undefined))
}

type Measured = Partial<Record<MeasureName, number | undefined>>

const sum = (members: readonly MemberResult[], of: (member: MemberResult) => number): number =>
  members.reduce((total, member) => total + of(member), 0)

function measuresOfNetwork({ members }: RunResult, { network, level }: Scenario): Measured {
  const miners = members.filter(({ role, epochs }) => role === 'miner' && epochs > 0)
  const attackers = members.filter(({ isAttacker }) => isAttacker)
  const kappa = network.hyperparameters.kappa
  const stake = takeoverStake({
    all: sum(members, ({ stakeAfter }) => stakeAfter),
    held: sum(attackers, ({ stakeAfter }) => stakeAfter),
    // The chain itself takes nothing above 65 535; a majority of everything has no price.
    kappa: Math.min((typeof kappa === 'number' ? kappa : DEFAULT_KAPPA) / U16_MAX, 1 - 1 / U16_MAX),
  })
  return {
    rankCorrelation: spearman(
      miners.map(({ skill }) => skill),
      miners.map(({ emission }) => emission),
    ),
    nakamoto: nakamotoCoefficient(members.map(({ stakeAfter }) => stakeAfter)),
    gini: giniCoefficient(members.map(({ emission }) => emission)),
    honestShare: shareOf(
      members.map(({ emission }) => emission),
      (index) => members[index]?.isAttacker === false,
    ),
    takeoverCost: takeoverCost(stake, ASSUMED.tokenPrice),
    // Scoring finds nobody out where no task is answered.
    falsePositiveRate:
      level === 'full'
        ? falsePositiveRate(
            miners.filter(({ isAttacker }) => !isAttacker).map(({ findings }) => ({ isHit: findings.length > 0 })),
          )
        : undefined,
  }
}

function measuresOfAttack({ on, off }: PairedResult, scenario: Scenario): Measured {
  if (off === null) return {}
  const share = attackersShare(on)
  const fair = attackersShare(off)
  const [gainsOn, gainsOff] = [attackersSeries(on, scenario), attackersSeries(off, scenario)]
  const honest = (run: RunResult) =>
    sum(
      run.members.filter(({ isAttacker }) => !isAttacker),
      ({ emission }) => emission,
    )
  const attackers = on.members.filter(({ isAttacker }) => isAttacker)
  const cost = attackCost(
    {
      registration: sum(attackers, paidFor),
      lockedStake: sum(attackers, ({ stakeBefore }) => stakeBefore),
      lockedDays: (scenario.epochs * scenario.network.tempo * ASSUMED.blockSeconds) / SECONDS_PER_DAY,
      cpuSeconds: 0,
    },
    ASSUMED.prices,
  )
  const income = sum(attackers, ({ emission }) => emission) * ASSUMED.tokenPrice
  return {
    gain: share === undefined || fair === undefined ? undefined : gainOf(share, fair),
    attackerShare: share,
    fairShare: fair,
    honestLoss: honestLoss(honest(on), honest(off)),
    timeToDetect: timeToDetect(gainsOn.map((part, epoch) => gainOf(part, gainsOff[epoch] ?? 0))),
    cost,
    roi: returnOnInvestment(income, cost),
  }
}

/** TAO that went to the chain; a uid of the start is counted as if it had been bought. */
const paidFor = ({ spent, epochs }: MemberResult): number =>
  spent.fees + (spent.registrations === 0 && epochs > 0 ? ASSUMED.registration : spent.burned)

const attackersShare = ({ members }: RunResult): number | undefined =>
  shareOf(
    members.map(({ emission }) => emission),
    (index) => members[index]?.isAttacker === true,
  )

/** Share of the attackers in each epoch. */
function attackersSeries({ series }: RunResult, { actors, epochs }: Scenario): readonly number[] {
  const own = series.filter((_, at) => actors[at]?.attacker === true)
  return Array.from({ length: epochs }, (_, epoch) =>
    own.reduce((total, { shares }) => total + (shares[epoch] ?? 0), 0),
  )
}
