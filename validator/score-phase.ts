import type { RoundPlan } from '../shared/round/plan.ts'
import { mechanismSpace } from '../shared/scoring/answer-space.ts'
import { errorsOf } from '../shared/scoring/errors-of.ts'
import type { MinerFacts } from '../shared/scoring/facts.ts'
import type { MinerRound, ScoredRound } from '../shared/scoring/round.ts'
import { afterRound } from '../shared/scoring/state.ts'
import { toWeights } from '../shared/scoring/to-weights.ts'
import type { Neuron } from '../shared/subtensor/client.ts'
import type { Ss58 } from '../shared/units.ts'
import type { FindingRecord } from './db/findings.ts'
import type { GradeRecord, ScoredChange } from './db/round-phases.ts'
import { type AnswerRecord, type RoundRecord, readCommitsOf } from './db/rounds.ts'
import { readState, type ScoreRecord } from './db/scores.ts'
import { type Accepted, grade } from './grade.ts'
import { checkProofs, type ProofVerdict, UNPROVEN } from './proofs.ts'
import { REPLAY_ROUNDS, revealReplay } from './replays.ts'
import type { RoundDeps, RoundOptions } from './round-deps.ts'

/** One miner of a round after grading; `accepted` is there when its answers count. */
export interface Graded extends ProofVerdict {
  readonly record: AnswerRecord
  readonly accepted: Accepted | undefined
}

/** A round in state `revealed`. */
export interface RevealedRound {
  readonly id: number
  readonly round: RoundRecord
  readonly plan: RoundPlan<unknown>
  readonly neurons: readonly Neuron[]
}

/**
 * Grades every reveal, checks proofs, and works out everything that the round changes; stores nothing. A miner can spoil
 * no more than its own answers.
 */
export async function scoreRound(
  deps: Pick<RoundDeps, 'mechanism' | 'models' | 'database'>,
  revealed: RevealedRound,
  options: Pick<RoundOptions, 'hotkey' | 'scoreKey' | 'scoring'>,
): Promise<Pick<ScoredChange, 'grades' | 'scores' | 'state' | 'findings'>> {
  const { mechanism, database } = deps
  const { id, round, plan, neurons } = revealed
  const { scoring, scoreKey } = options

  // 1. Grade each miner on its own.
  const graded: Graded[] = []
  for (const record of round.answers) graded.push(await gradeMiner(deps, revealed, record, options.hotkey))

  // 2. Compare them on the shared tasks, and bring what is remembered of each up to date.
  const common = { id, scale: round.scale, shared: plan.shared, isContributionPaid: scoring.contributionShare > 0 }
  const scored = toScoredRound(mechanism, common, graded)
  const state = afterRound(readState(database.orm, scoreKey), scored, scoring)

  // 3. Say what speaks against whom now.
  const facts = toFacts(graded, neurons)
  const { reasons } = toWeights({ state, miners: facts }, scoring)
  const findings = facts.flatMap(({ hotkey }, index) =>
    (reasons[index] ?? []).map(
      ({ tag, since, evidence, of }): FindingRecord => ({
        kind: tag,
        hotkey,
        sinceRound: since,
        detail: evidence,
        other: of ?? '',
      }),
    ),
  )
  const scores = graded.flatMap(({ record, accepted }): ScoreRecord[] => {
    const standing = state.standings.get(record.hotkey)
    if (standing === undefined) return []
    const lastScore = accepted?.score ?? round.scale.worst
    const { hotkey, uid, outcome: lastOutcome } = record
    return [{ hotkey, uid, standing, rounds: standing.rounds, lastScore, lastOutcome }]
  })
  return { grades: graded.map((one) => toGradeRecord(one, round.scale.worst)), scores, state, findings }
}

async function gradeMiner(
  { mechanism, models, database }: Pick<RoundDeps, 'mechanism' | 'models' | 'database'>,
  { id, round, plan, neurons }: RevealedRound,
  record: AnswerRecord,
  validator: Ss58,
): Promise<Graded> {
  const { hotkey: miner, commitHash, body: payload, salt } = record
  const nothing = { accepted: undefined, ...UNPROVEN }
  if (record.outcome !== 'answered' || commitHash === null || payload === null || salt === null)
    return { record, ...nothing }
  const reveal = { round: round.name, validator, miner, commitHash, payload, salt }
  const tasks = plan.forMiner(miner)
  const found = grade(reveal, { mechanism, tasks, scale: round.scale })
  if (found.outcome !== 'answered') {
    const earlier = readCommitsOf(database.orm, { hotkey: miner, beforeRound: id, limit: REPLAY_ROUNDS })
    const validators = neurons.filter(({ validatorPermit }) => validatorPermit).map(({ hotkey }) => hotkey)
    const replay = found.outcome === 'mismatched' ? revealReplay(reveal, { earlier, validators }) : undefined
    return { record: { ...record, ...(replay ?? found) }, ...nothing }
  }
  const { answers, payload: claimed } = found
  const { registeredModel } = record
  const given = { mechanism, tasks: tasks.map(({ task }) => task), answers, payload: claimed, registeredModel }
  return { record, accepted: found, ...(await checkProofs(given, models)) }
}

/** What the miners of a round have in common. */
export interface CommonPart {
  readonly id: number
  readonly scale: RoundRecord['scale']
  readonly shared: readonly unknown[]
  /** Contributions are found for who pays by them alone. */
  readonly isContributionPaid: boolean
}

/** All that scoring takes of a round; an audit makes the same of a transcript. */
export function toScoredRound(
  mechanism: RoundDeps['mechanism'],
  { id, scale, shared, isContributionPaid }: CommonPart,
  graded: readonly Graded[],
): ScoredRound {
  const answers = graded.map(({ accepted }) => accepted?.shared)
  const miners = graded.map(({ record, accepted, proof, proofs }): MinerRound => {
    const latencyMs = record.latencyMs ?? undefined
    return {
      hotkey: record.hotkey,
      answers: accepted && { ...accepted.scored, errors: errorsOf(mechanism, shared, accepted.shared), latencyMs },
      proof,
      proofs,
    }
  })
  const space = mechanismSpace({ mechanism, tasks: shared, answers, scale, isContributionPaid })
  return { number: id, scale, miners, space }
}

/** What the chain says of the miners of a round; those that left have no place in weights. */
const toFacts = (graded: readonly Graded[], neurons: readonly Neuron[]): readonly (MinerFacts & { hotkey: Ss58 })[] => {
  const byHotkey = new Map(neurons.map((neuron) => [neuron.hotkey, neuron]))
  return graded.flatMap(({ record: { hotkey, registeredModel, registeredBlock } }) => {
    const neuron = byHotkey.get(hotkey)
    if (neuron === undefined) return []
    return [
      {
        hotkey,
        uid: neuron.uid,
        model: registeredModel ?? undefined,
        modelBlock: registeredBlock ?? undefined,
        registeredBlock: neuron.blockAtRegistration,
      },
    ]
  })
}

const toGradeRecord = ({ record, accepted, proof, proofs, proofDetail }: Graded, worst: number): GradeRecord => ({
  hotkey: record.hotkey,
  outcome: record.outcome,
  detail: record.detail,
  model: accepted?.payload.model ?? null,
  proof,
  proofsPassed: proofs.passed,
  proofsFailed: proofs.failed,
  proofDetail,
  score: accepted?.score ?? worst,
  skill: accepted?.skill ?? 0,
  sliceSkill: accepted?.sliceSkill ?? null,
  canaryScore: accepted?.canaryScore ?? null,
})
