import type { ScoreScale } from '../mechanism/mechanism.ts'
import { toSkill } from '../mechanism/skill.ts'
import type { ProofCounts } from '../proof/judge.ts'
import { updateCanaryEvidence } from './canary.ts'
import { decayOf } from './decay.ts'
import { type Estimate, updateEstimate } from './estimate.ts'
import { latenessOf } from './latency.ts'
import { proofStateOf, updateProofs } from './proof-evidence.ts'
import { relayGapOf, relayZOf, type SliceEvidence, updateSliceEvidence } from './relay.ts'
import type { MinerRound } from './round.ts'
import { sampleOf } from './sample.ts'
import type { ScoringSettings } from './settings.ts'

/** What a validator keeps of one hotkey between rounds: numbers only. */
export interface Standing {
  readonly hotkey: string
  /** Rounds in which it was asked. */
  readonly rounds: number
  /** Of the skill of each round, on shared tasks. */
  readonly skill: Estimate
  /** Share of rounds without an answer that counts. */
  readonly missed: Estimate
  /** Of the lateness of answers, 0 to 1. */
  readonly lateness: Estimate | undefined
  /** Of the marginal contribution, in skill. */
  readonly contribution: Estimate | undefined
  readonly slice: SliceEvidence | undefined
  /** Logarithm of the capital against chance on canaries. */
  readonly canary: number
  /** Proofs that held and that failed, halving every half-life. */
  readonly proofs: ProofCounts
  /** Rounds whose proofs were found to hold and to fail, halving every half-life. */
  readonly verified: number
  readonly failed: number
  /** Rounds since which each finding holds without a break. */
  readonly since: Since
}

/** Findings on one miner alone. */
export interface Since {
  readonly relay: number | undefined
  readonly leak: number | undefined
  readonly downgrade: number | undefined
  readonly late: number | undefined
}

/** What a round says of a miner beside its own answers. */
export interface RoundContext {
  readonly number: number
  readonly scale: ScoreScale
  readonly contribution: number | undefined
  readonly settings: ScoringSettings
}

/** Threshold of the canary evidence: the logarithm of the run length. */
export const canaryLimitOf = ({ canaryRunLength }: ScoringSettings): number => Math.log(canaryRunLength)

/**
 * The standing after a round in which the miner was asked. Without an answer that counts its skill is 0, the worst there
 * is, and nothing else is learned of it; the proof counts either way.
 */
export function updateStanding(before: Standing | undefined, miner: MinerRound, context: RoundContext): Standing {
  const { number, scale, contribution, settings } = context
  const { answers, hotkey } = miner
  const { halfLifeRounds } = settings
  const decay = decayOf(halfLifeRounds)
  const proofs = updateProofs(before?.proofs, miner.proofs, halfLifeRounds)
  const proof = proofStateOf(miner, proofs)
  const skill = answers === undefined ? 0 : toSkill(sampleOf(answers.shared).mean, scale)
  const next = {
    hotkey,
    rounds: (before?.rounds ?? 0) + 1,
    skill: updateEstimate(before?.skill, skill, halfLifeRounds),
    missed: updateEstimate(before?.missed, Number(answers === undefined), halfLifeRounds),
    lateness:
      answers?.latencyMs === undefined
        ? before?.lateness
        : updateEstimate(before?.lateness, latenessOf(answers.latencyMs, limitsOf(settings)), halfLifeRounds),
    contribution:
      contribution === undefined
        ? before?.contribution
        : updateEstimate(before?.contribution, contribution, halfLifeRounds),
    slice:
      answers === undefined
        ? before?.slice
        : updateSliceEvidence(before?.slice, { ...answers, sharedScale: scale }, halfLifeRounds),
    canary:
      answers === undefined
        ? (before?.canary ?? 0)
        : updateCanaryEvidence(before?.canary ?? 0, answers.canaries, {
            scale: answers.canaryScale,
            limit: canaryLimitOf(settings),
          }),
    proofs,
    verified: decay * (before?.verified ?? 0) + Number(proof === 'verified'),
    failed: decay * (before?.failed ?? 0) + Number(proof === 'failed'),
  }
  const keep = (tag: keyof Since, holds: boolean) => (holds ? (before?.since[tag] ?? number) : undefined)
  return {
    ...next,
    since: {
      relay: keep('relay', isRelay(next.slice, settings)),
      leak: keep('leak', next.canary >= canaryLimitOf(settings)),
      downgrade: keep('downgrade', next.failed >= settings.failedProofs),
      late: keep('late', next.missed.mean >= settings.lateShare),
    },
  }
}

const isRelay = (slice: SliceEvidence | undefined, settings: ScoringSettings): boolean =>
  slice !== undefined && relayZOf(slice) >= settings.relayZ && relayGapOf(slice) >= settings.relayGap

const limitsOf = ({ latencyGraceMs, latencyLimitMs }: ScoringSettings) => ({
  graceMs: latencyGraceMs,
  limitMs: latencyLimitMs,
})
