import type { ProofCounts } from '../proof/judge.ts'
import type { Finding } from './finding.ts'
import { relayGapOf, relayZOf, sliceCapOf, sliceSkillOf } from './relay.ts'
import type { ScoringSettings } from './settings.ts'
import { canaryLimitOf, type Standing } from './standing.ts'

/** What a miner's own standing says of it, before it is compared with others. */
export interface Judgement {
  /** Skill that it is paid for, 0 to 1. */
  readonly skill: number
  readonly findings: readonly Finding[]
}

/**
 * Findings on one miner and the skill that is left:
 * - a relay is paid for what its slices prove, which is its own work, and before it is named for no more than they
 *   support (`sliceCapOf`);
 * - a leak leaves nothing: whoever sees references shows no skill by any score;
 * - a downgrade leaves nothing until enough rounds with proofs that hold or without any: a failed proof is a claim to a
 *   registered model that did not answer. What did answer can be registered and is then paid in full, so that the claim
 *   never earns more than the work behind it. No proof is no claim, and costs only the precedence among duplicates;
 * - missed rounds have had their cost in the skill.
 */
export function judgeMiner(standing: Standing, settings: ScoringSettings): Judgement {
  const { since, slice, proofs, failed, verified, missed, canary } = standing
  const findings: Finding[] = []
  let skill = standing.skill.mean
  if (slice !== undefined)
    skill = Math.min(skill, sliceCapOf(slice, { trust: settings.relayTrustZ, limit: settings.relayZ }))
  if (since.relay !== undefined && slice !== undefined) {
    const own = sliceSkillOf(slice)
    findings.push({
      tag: 'relay',
      size: relayGapOf(slice),
      evidence: `skill on shared tasks is ${digits(relayGapOf(slice))} above the ${digits(own)} of its own tasks (z = ${relayZOf(slice).toFixed(1)})`,
      since: since.relay,
    })
  }
  if (since.leak !== undefined) {
    skill = 0
    findings.push({
      tag: 'leak',
      size: canary / canaryLimitOf(settings),
      evidence: `canaries, whose references nobody can infer, were answered better than chance (odds of e^${canary.toFixed(1)})`,
      since: since.leak,
    })
  }
  if (since.downgrade !== undefined) {
    skill = 0
    findings.push({
      tag: 'downgrade',
      size: failed / (failed + verified),
      evidence: `proofs do not match the registered model (weight of failed rounds ${digits(failed)}, of verified ones ${digits(verified)}; ${share(proofs)} % of proofs fail)`,
      since: since.downgrade,
    })
  }
  if (since.late !== undefined)
    findings.push({
      tag: 'late',
      size: missed.mean,
      evidence: `${Math.round(100 * missed.mean)} % of rounds without an answer that counts`,
      since: since.late,
    })
  return { skill, findings }
}

/** Of proofs without evidence, or that could not be read, nothing is counted. */
const share = ({ passed, failed }: ProofCounts): string =>
  failed === 0 ? '0' : ((100 * failed) / (passed + failed)).toFixed(0)

const digits = (value: number): string => value.toFixed(3)
