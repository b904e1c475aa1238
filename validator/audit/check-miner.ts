import { fromHex } from '../../shared/bytes.ts'
import { verifySignature } from '../../shared/crypto/keypair.ts'
import { fromSs58 } from '../../shared/crypto/ss58.ts'
import type { Mechanism, ScoreScale } from '../../shared/mechanism/mechanism.ts'
import { commitMessage } from '../../shared/round/answer-hash.ts'
import type { PlannedTask } from '../../shared/round/plan.ts'
import { type Accepted, grade } from '../grade.ts'
import { type ProofVerdict, UNPROVEN } from '../proofs.ts'
import type { PublishedMiner, PublishedRound } from '../publish/shapes.ts'
import type { Graded } from '../score-phase.ts'
import type { Findings } from './deviation.ts'

/** What it takes to work out a miner's part of a round anew. */
export interface MinerCheck {
  readonly mechanism: Mechanism
  readonly round: Pick<PublishedRound, 'round' | 'name' | 'validator' | 'block'>
  /** In the order in which it was asked. */
  readonly tasks: readonly PlannedTask<unknown>[]
  /** Of the shared tasks. */
  readonly scale: ScoreScale
  readonly checkProofs: (miner: PublishedMiner, accepted: Accepted, tasks: readonly unknown[]) => Promise<ProofVerdict>
  readonly findings: Findings
}

/** A miner's part of a round, worked out anew. */
export interface CheckedMiner {
  readonly graded: Graded
  /** Whether the outcome is the validator's word alone. */
  readonly isWord: boolean
}

/** Figures that are worked out in the same way differ by nothing; by this at most between machines. */
const TOLERANCE = 1e-9

/**
 * Works out anew what came of a miner in a round, and says where the validator says something else. What cannot be worked
 * out (that nothing came in time) is taken as the validator says.
 */
export async function checkMiner(miner: PublishedMiner, check: MinerCheck): Promise<CheckedMiner> {
  const { round, findings, scale } = check
  const about = { round: round.round, block: round.block.number, hotkey: miner.hotkey, uid: miner.uid }
  const accepted = regrade(miner, check, about)
  const claimed = accepted?.payload.model ?? null
  if (miner.model !== claimed && miner.outcome === 'answered' && accepted !== undefined)
    findings.add({
      ...about,
      what: 'inconsistent',
      size: 1,
      expected: `model ${claimed}`,
      found: `model ${miner.model}`,
    })
  const { payload: body, standing: _, ...rest } = miner
  const record = { ...rest, body, standing: null }
  if (accepted === undefined) {
    const isAnswered = miner.outcome === 'answered'
    if (isAnswered) {
      const [size, found] = [miner.skill ?? 0, `answered, with a skill of ${miner.skill}`]
      findings.add({ ...about, what: 'outcome', size, expected: 'no answer that counts', found })
    }
    const nothing = { score: scale.worst, skill: 0, sliceSkill: null, canaryScore: null }
    compareFigures(miner, isAnswered ? miner : nothing, findings, about)
    const counted = (miner.proofsPassed ?? 0) + (miner.proofsFailed ?? 0)
    if (counted > 0) {
      const texts = { expected: 'none without answers that count', found: `${counted} proofs that count` }
      findings.add({ ...about, what: 'proof', size: 1, ...texts })
    }
    const graded: Graded = { record, accepted: undefined, ...UNPROVEN }
    return { graded, isWord: body === null && !isAnswered }
  }
  if (miner.outcome !== 'answered')
    findings.add({ ...about, what: 'outcome', size: -accepted.skill, expected: 'answered', found: miner.outcome })
  else {
    const { score, skill, sliceSkill = null, canaryScore = null } = accepted
    compareFigures(miner, { score, skill, sliceSkill, canaryScore }, findings, about)
  }
  const verdict = await check.checkProofs(
    miner,
    accepted,
    check.tasks.map(({ task }) => task),
  )
  return { graded: { record: { ...record, outcome: 'answered' }, accepted, ...verdict }, isWord: false }
}

type About = Pick<Parameters<Findings['add']>[0], 'round' | 'block' | 'hotkey' | 'uid'>

/** The answers, when they count: signed for, as committed to, and valid. */
function regrade(miner: PublishedMiner, check: MinerCheck, about: About): Accepted | undefined {
  const { mechanism, round, tasks, scale, findings } = check
  const { hotkey, commitHash, signature, payload, salt, outcome } = miner
  if (commitHash === null || signature === null) return undefined
  const parties = { round: round.name, validator: round.validator, miner: hotkey }
  const message = commitMessage({ ...parties, hash: commitHash })
  const isSigned = verifySignature(message, fromHex(signature), fromSs58(hotkey))
  const isRefused = outcome === 'wrong-signature' || outcome === 'replayed'
  if (!isSigned && !isRefused)
    findings.add({
      ...about,
      what: 'commit-signature',
      size: miner.skill ?? 0,
      expected: `a signature by ${hotkey} over ${commitHash}`,
      found: 'another one',
    })
  if (isSigned && outcome === 'wrong-signature')
    findings.add({ ...about, what: 'outcome', size: -1, expected: 'a signature that holds', found: outcome })
  if (!isSigned || payload === null || salt === null) return undefined
  const graded = grade({ ...parties, commitHash, payload, salt }, { mechanism, tasks, scale })
  return graded.outcome === 'answered' ? graded : undefined
}

type Figures = Pick<PublishedMiner, 'score' | 'skill' | 'sliceSkill' | 'canaryScore'>

const FIGURES = ['score', 'skill', 'sliceSkill', 'canaryScore'] as const

function compareFigures(told: Figures, real: Figures, findings: Findings, about: About): void {
  for (const name of FIGURES) {
    const [found, expected] = [told[name], real[name]]
    if (found === null && expected === null) continue
    const size = (found ?? 0) - (expected ?? 0)
    const room = TOLERANCE * Math.max(1, Math.abs(expected ?? 0))
    if ((found === null) === (expected === null) && Math.abs(size) <= room) continue
    findings.add({ ...about, what: 'score', size, expected: `${name} ${expected}`, found: `${name} ${found}` })
  }
}
