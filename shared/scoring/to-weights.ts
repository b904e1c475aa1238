import { comparePrecedence, groupDuplicates } from './duplicates.ts'
import type { MinerFacts } from './facts.ts'
import type { Finding } from './finding.ts'
import { judgeMiner } from './judge-miner.ts'
import { latencyFactor } from './latency.ts'
import { EXACT_RATIO, type PairEvidence, ratioOf } from './pair-evidence.ts'
import type { ScoringSettings } from './settings.ts'
import type { Standing } from './standing.ts'
import { pairKey, type ScoringState } from './state.ts'
import { trialFactorFor } from './trial.ts'
import { rampShape, scaleToBest, softmaxShape } from './weight-shapes.ts'

/** Everything that decides weights. */
export interface WeightsInput {
  readonly state: ScoringState
  /** Miners to weigh: neurons that announce an axon, without the validator itself. */
  readonly miners: readonly MinerFacts[]
}

/** A row of weights and why. */
export interface WeightsResult {
  /** One per miner in their order; the best has 65 535. All zero when nobody has shown skill. */
  readonly weights: Uint16Array
  /** Skill that each was paid for, after all findings: of a group only its leader has one. */
  readonly skills: Float64Array
  readonly reasons: readonly (readonly Finding[])[]
  /** Positions of miners that share a place, the paid one first; only groups of two or more. */
  readonly groups: readonly (readonly number[])[]
}

/**
 * From what is remembered of the rounds to weights:
 * 1. each miner's average skill, less what slices, canaries and proofs take from it (`judgeMiner`);
 * 2. duplicates share one place, paid to one of them (`comparePrecedence`);
 * 3. ramp or softmax over the skills;
 * 4. times the share by marginal contribution, the bounded latency factor, and what newcomers are paid of it;
 * 5. scaled to the best, and the exploration weight for those that no round has scored.
 *
 * Pure and deterministic: a validator, its auditor and the simulator get the same row from the same state.
 */
export function toWeights({ state, miners }: WeightsInput, settings: ScoringSettings): WeightsResult {
  const standings = miners.map(({ hotkey }) => state.standings.get(hotkey))
  const judged = standings.map((standing) =>
    standing === undefined ? { skill: 0, findings: [] } : judgeMiner(standing, settings),
  )
  const reasons = judged.map(({ findings }) => [...findings])
  const skills = Float64Array.from(judged, ({ skill }) => skill)

  const groups = findGroups(miners, standings, state.pairs)
  for (const [leader, ...followers] of groups)
    for (const follower of followers) {
      skills[follower] = 0
      if (leader === undefined) continue
      reasons[follower]?.unshift(toFinding({ follower, leader, miners, standings, pairs: state.pairs }))
    }

  const { skillFloor: floor, skillExponent: exponent, temperature } = settings
  const shape = settings.shape === 'ramp' ? rampShape({ floor, exponent }) : softmaxShape({ floor, temperature })
  const contributed = contributionFactors(standings, settings)
  const trial = trialFactorFor(settings)
  const raw = shape(skills).map((weight, i) => {
    const skill = skills[i] ?? 0
    const { latencyMinSkill: minSkill, latencyShare: share } = settings
    const latency = latencyFactor(standings[i]?.lateness?.mean ?? 0, { skill, minSkill, share })
    return weight * (contributed[i] ?? 1) * latency * trial(standings[i]?.skill.weight ?? 0)
  })
  const scaled = scaleToBest(raw)
  const hasBest = scaled.some((weight) => weight > 0)
  const weights = scaled.map((weight, i) =>
    hasBest && standings[i] === undefined ? settings.explorationWeight : weight,
  )
  return { weights, skills, reasons, groups }
}

/** Groups of two or more by position, in order of precedence. */
function findGroups(
  miners: readonly MinerFacts[],
  standings: readonly (Standing | undefined)[],
  pairs: ReadonlyMap<string, PairEvidence>,
): readonly (readonly number[])[] {
  const positions = new Map(miners.map(({ hotkey }, position) => [hotkey, position]))
  const candidates = miners.map((facts, i) => ({
    ...facts,
    isClean: standings[i]?.since.leak === undefined && standings[i]?.since.downgrade === undefined,
    isProven: (standings[i]?.verified ?? 0) >= (standings[i]?.failed ?? 0) && (standings[i]?.verified ?? 0) > 0,
  }))
  const duplicates = [...pairs.values()].filter(({ since }) => since !== undefined)
  const inOrder = candidates.toSorted(comparePrecedence).map(({ hotkey }) => hotkey)
  return groupDuplicates(inOrder, duplicates)
    .filter((group) => group.length > 1)
    .map((group) => group.flatMap((hotkey) => positions.get(hotkey) ?? []))
}

interface FollowerInput {
  readonly follower: number
  readonly leader: number
  readonly miners: readonly MinerFacts[]
  readonly standings: readonly (Standing | undefined)[]
  readonly pairs: ReadonlyMap<string, PairEvidence>
}

/**
 * Names a member of a group that is not paid. It is a relay when its answers equal the leader's and cannot come from the
 * model that it has registered: its proofs fail, or it gives none and has registered another model than a leader whose
 * proofs hold. Else it is a duplicate, which may run the model itself, or a variant of it.
 */
function toFinding({ follower, leader, miners, standings, pairs }: FollowerInput): Finding {
  const own = miners[follower]
  const paid = miners[leader]
  const of = paid?.hotkey ?? ''
  const link = pairs.get(pairKey(own?.hotkey ?? '', of))
  const hasFailed = standings[follower]?.since.downgrade !== undefined
  const lacksProof = (standings[follower]?.verified ?? 0) === 0 && (standings[leader]?.verified ?? 0) > 0
  const ratio = link === undefined ? 0 : ratioOf(link)
  const isRelay = ratio <= EXACT_RATIO && (hasFailed || (lacksProof && own?.model !== paid?.model))
  const proofs = hasFailed ? ', and its proofs fail' : lacksProof ? ', whose proofs hold while it has none' : ''
  return {
    tag: isRelay ? 'relay' : 'duplicate',
    size: 1 - Math.min(1, ratio),
    evidence: `answers lie ${(100 * ratio).toFixed(1)} % as far from uid ${paid?.uid ?? '?'} as their errors allow, over ${link?.rounds ?? 0} rounds${proofs}`,
    since: link?.since ?? 0,
    of,
  }
}

/** `(1 − μ) + μ·c / max c` with contributions below 0 as 0; 1 for all when nobody contributes. */
function contributionFactors(
  standings: readonly (Standing | undefined)[],
  { contributionShare }: ScoringSettings,
): readonly number[] {
  const contributions = standings.map((standing) => Math.max(0, standing?.contribution?.mean ?? 0))
  const top = contributions.reduce((most, value) => Math.max(most, value), 0)
  return contributions.map((value) => (top === 0 ? 1 : 1 - contributionShare + (contributionShare * value) / top))
}
