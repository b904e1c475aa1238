import type { ScoreScale } from '../../../../shared/mechanism/mechanism.ts'
import { mechanismSpace } from '../../../../shared/scoring/answer-space.ts'
import { errorsOf } from '../../../../shared/scoring/errors-of.ts'
import type { MinerRound, ScoredRound } from '../../../../shared/scoring/round.ts'
import type { Result } from './players.ts'
import type { RoundRules } from './round-rules.ts'

/** Checks the proofs of a miner's answers against the model that it registered; `undefined` where there are none. */
export type CheckProofs = (result: Result) => Promise<Required<Pick<MinerRound, 'proof' | 'proofs'>> | undefined>

/** What the miners of a round have in common. */
export interface ScoreInput {
  readonly rules: RoundRules
  readonly number: number
  /** Of the shared tasks. */
  readonly scale: ScoreScale
  readonly shared: readonly unknown[]
  readonly checkProofs: CheckProofs | undefined
}

/** All that scoring takes of a round, made as the validator makes it. */
export async function toScored(
  { rules, number, scale, shared, checkProofs }: ScoreInput,
  all: readonly Result[],
): Promise<ScoredRound> {
  const { mechanism } = rules
  const results = rules.isMissingWorst ? all : all.filter(({ accepted }) => accepted !== undefined)
  const miners: MinerRound[] = []
  for (const result of results) {
    const { player, accepted, given } = result
    const proven = rules.isProven && accepted !== undefined ? await checkProofs?.(result) : undefined
    miners.push({
      hotkey: player.hotkey,
      answers: accepted && {
        ...accepted.scored,
        errors: errorsOf(mechanism, shared, accepted.shared),
        latencyMs: given?.latencyMs,
      },
      ...(proven ?? { proof: 'absent' }),
    })
  }
  const answers = results.map(({ accepted }) => accepted?.shared)
  const isContributionPaid = rules.scoring.contributionShare > 0
  const space = mechanismSpace({ mechanism, tasks: shared, answers, scale, isContributionPaid })
  if (rules.isCompared) return { number, scale, miners, space }
  // Whoever does not compare finds everybody far from everybody.
  const { isRedrawn: _, ...rest } = space
  return { number, scale, miners, space: { ...rest, distance: () => 1 } }
}
