import type { RoundPlan } from '../shared/round/plan.ts'
import type { ChainCommitment, Neuron } from '../shared/subtensor/client.ts'
import { registeredModelOf } from '../shared/subtensor/registered-model.ts'
import type { Ss58 } from '../shared/units.ts'
import { commitRoute } from '../shared/wire/routes.ts'
import type { CommitRecord } from './db/round-phases.ts'
import { readCommitsOf } from './db/rounds.ts'
import { toDeadlines } from './deadlines.ts'
import { commitFailure } from './outcomes.ts'
import { readAnswer } from './read-answer.ts'
import { commitFault, REPLAY_ROUNDS } from './replays.ts'
import type { Reply } from './reply.ts'
import type { RoundDeps, RoundOptions } from './round-deps.ts'

/** A round whose miners are about to be asked. */
export interface AskedRound {
  readonly id: number
  readonly name: string
  /** Block of the beacon: models count that were registered before. */
  readonly block: number
  readonly plan: RoundPlan<unknown>
  readonly miners: readonly Neuron[]
  /** What hotkeys have committed on chain as of the block. */
  readonly onChain: ReadonlyMap<Ss58, ChainCommitment>
}

/**
 * Sends every miner its tasks in its own order and takes what it commits to, until all are in or the time is over.
 * Nothing that a miner does is a failure of the phase.
 * @throws AppError `request-too-large`, or the reason of the signal.
 */
export async function askCommits(
  { dendrite, mechanism, database }: Pick<RoundDeps, 'dendrite' | 'mechanism' | 'database'>,
  { id, name, block, plan, miners, onChain }: AskedRound,
  { hotkey: validator, deadlineMs }: Pick<RoundOptions, 'hotkey' | 'deadlineMs'>,
  signal: AbortSignal,
): Promise<readonly CommitRecord[]> {
  const calls = miners.map(({ hotkey, axon }) => ({
    hotkey,
    axon,
    request: () => ({
      mechanism: mechanism.id,
      version: mechanism.version,
      round: name,
      request: mechanism.toRequest(plan.forMiner(hotkey).map(({ task }) => task)),
    }),
  }))
  const replies = await dendrite.ask(commitRoute, calls, { deadlineMs: toDeadlines(deadlineMs).commitMs, signal })

  return miners.map(({ hotkey: miner, uid }, index): CommitRecord => {
    const earlier = readCommitsOf(database.orm, { hotkey: miner, beforeRound: id, limit: REPLAY_ROUNDS })
    const judged = judgeCommit(replies[index], (response) =>
      commitFault(response, { round: name, validator, miner }, earlier),
    )
    return { hotkey: miner, uid, ...judged, ...registeredBefore(block, onChain.get(miner)) }
  })
}

type Judged = Pick<CommitRecord, 'outcome' | 'detail' | 'commitHash' | 'signature' | 'latencyMs'>

const NOTHING = { commitHash: null, signature: null, latencyMs: null }

function judgeCommit(
  reply: Reply | undefined,
  faultOf: (response: ReturnType<typeof commitRoute.response>) => Pick<Judged, 'outcome' | 'detail'> | undefined,
): Judged {
  if (reply === undefined) return { outcome: 'no-commit', detail: 'no word of it is known', ...NOTHING }
  const read = readAnswer(commitRoute, reply)
  if (read.tag !== 'answered') return { ...commitFailure(read), ...NOTHING }
  const { hash: commitHash, signature } = read.value
  const committed = { commitHash, signature, latencyMs: read.latencyMs }
  // What a miner is until its reveal is in.
  return { ...(faultOf(read.value) ?? { outcome: 'no-reveal', detail: 'was not asked to reveal yet' }), ...committed }
}

/** The model that a miner had on chain before the round. A later one could have been chosen for the very tasks. */
function registeredBefore(
  block: number,
  commitment: ChainCommitment | undefined,
): Pick<CommitRecord, 'registeredModel' | 'registeredBlock'> {
  const model = registeredModelOf(commitment)
  const counts = model !== undefined && model.block < block
  return { registeredModel: counts ? model.digest : null, registeredBlock: counts ? model.block : null }
}
