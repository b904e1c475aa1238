import { fromHex } from '../../shared/bytes.ts'
import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import { planRound } from '../../shared/round/plan.ts'
import { roundSeed } from '../../shared/round/seed.ts'
import type { ScoredRound } from '../../shared/scoring/round.ts'
import type { Models } from '../proofs.ts'
import type { PublishedMiner, PublishedRound } from '../publish/shapes.ts'
import { toMechanismKey } from '../score-key.ts'
import { toScoredRound } from '../score-phase.ts'
import { checkMiner } from './check-miner.ts'
import { checkProofAgain } from './check-proof.ts'
import type { Findings } from './deviation.ts'

/** A round worked out anew. */
export interface ReplayedRound {
  readonly scored: ScoredRound
  /** By miner: what the other validators' findings are compared with. */
  readonly miners: readonly ReplayedMiner[]
  /** Verdicts on proofs that were taken from the validator. */
  readonly proofWords: number
}

/** What came of one miner in a round that was played again. */
export interface ReplayedMiner {
  readonly miner: PublishedMiner
  /** Of the shared tasks; `undefined` when no answer counts. */
  readonly skill: number | undefined
  /** Whether that no answer counts is the validator's word alone. */
  readonly isWord: boolean
}

/** What it takes to play a round again. */
export interface ReplayDeps {
  readonly mechanism: Mechanism
  readonly models: Models
  readonly findings: Findings
}

const TOLERANCE = 1e-9

/**
 * Plays a round again from its seed: the same tasks, the same answers, the scores of both.
 * @throws AppError of the mechanism, for a difficulty or sizes that it does not take.
 */
export async function replayRound(deps: ReplayDeps, round: PublishedRound): Promise<ReplayedRound> {
  const { mechanism, models, findings } = deps
  const { round: number, block, secret, sizes, difficulty, scoring } = round
  const mechanismKey = toMechanismKey(round.mechanism)
  const seed = roundSeed({ beacon: fromHex(block.hash), secret: fromHex(secret), mechanismKey, round: number })
  const plan = planRound(mechanism, seed, sizes, difficulty ?? undefined)
  const scale = mechanism.scaleOf(plan.shared)
  checkScale(round, scale, findings)

  let proofWords = 0
  const checked = []
  for (const miner of round.miners) {
    const about = { round: number, block: block.number }
    const tasks = plan.forMiner(miner.hotkey)
    const result = await checkMiner(miner, {
      mechanism,
      round,
      tasks,
      scale,
      findings,
      async checkProofs(...asked) {
        const { isWord, ...verdict } = await checkProofAgain({ mechanism, models, about, findings }, ...asked)
        if (isWord) proofWords++
        return verdict
      },
    })
    checked.push({ miner, ...result })
  }
  const common = { id: number, scale, shared: plan.shared, isContributionPaid: scoring.contributionShare > 0 }
  return {
    scored: toScoredRound(
      mechanism,
      common,
      checked.map(({ graded }) => graded),
    ),
    miners: checked.map(({ miner, graded, isWord }) => ({ miner, skill: graded.accepted?.skill, isWord })),
    proofWords,
  }
}

function checkScale(
  { round, block, scale: told }: PublishedRound,
  real: PublishedRound['scale'],
  findings: Findings,
): void {
  for (const name of ['worst', 'chance', 'perfect'] as const) {
    const size = told[name] - real[name]
    if (Math.abs(size) <= TOLERANCE * Math.max(1, Math.abs(real[name]))) continue
    const texts = { expected: `${name} ${real[name]}`, found: `${name} ${told[name]}` }
    findings.add({ what: 'scale', round, block: block.number, size, ...texts })
  }
}
