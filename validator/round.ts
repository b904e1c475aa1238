import { fromHex } from '../shared/bytes.ts'
import { isAppError } from '../shared/errors.ts'
import { planRound, type RoundPlan } from '../shared/round/plan.ts'
import { roundSeed } from '../shared/round/seed.ts'
import type { Neuron } from '../shared/subtensor/client.ts'
import { chooseMiners } from './choose-miners.ts'
import { askCommits } from './commit-phase.ts'
import { readFindings } from './db/findings.ts'
import { readBefore } from './db/outages.ts'
import {
  abandonRound,
  beginRound,
  nextRoundId,
  storeCommitments,
  storeReveals,
  storeScores,
} from './db/round-phases.ts'
import { type RoundRecord, readRound, readUnfinished } from './db/rounds.ts'
import { readScores } from './db/scores.ts'
import { isOwnOutage, NOBODY_REACHED } from './own-outage.ts'
import type { GateReason } from './permit-gate.ts'
import { askReveals } from './reveal-phase.ts'
import type { RoundDeps, RoundOptions } from './round-deps.ts'
import { toMechanismKey } from './score-key.ts'
import { scoreRound } from './score-phase.ts'
import { usableSecret } from './secrets.ts'

export type RoundResult =
  | { readonly tag: 'scored'; readonly id: number; readonly asked: number; readonly answered: number }
  | { readonly tag: 'skipped'; readonly reason: GateReason | 'no-miners' | 'no-secret' | 'nobody-reached' }

/** Miners keep answers for ten minutes: later there is nothing to ask for, and nobody is to blame but the validator. */
const REVEAL_WITHIN_MS = 600_000

/**
 * Plays one scoring round from asking to scores. Nothing that a miner does makes it fail or wait beyond the deadlines.
 * Each phase is stored before the next begins, so that a `kill -9` anywhere loses no commitment and no answer:
 * `resumeRounds` goes on from there.
 * @throws AppError `chain-unreachable`, `unknown-netuid`, `database-failed` or the reason of the signal.
 */
export async function playRound(deps: RoundDeps, options: RoundOptions, signal: AbortSignal): Promise<RoundResult> {
  const { client, mechanism, gate, database, clock, log } = deps
  const { netuid, hotkey, scoreKey, sizes, deadlineMs, difficulty } = options

  // 1. Take the metagraph, and make sure that miners may answer us.
  const metagraph = await client.metagraph(netuid)
  const { at, neurons } = metagraph
  const closed = gate.check(neurons.find((neuron) => neuron.hotkey === hotkey))
  if (closed !== undefined) return { tag: 'skipped', reason: closed }

  // 2. Choose the miners.
  const miners = chooseMiners({ neurons, self: hotkey, scored: readScores(database.orm, scoreKey) })
  if (miners.length === 0) return { tag: 'skipped', reason: 'no-miners' }

  // 3. Draw the tasks from this block and a secret that was on chain before it: nobody could choose or foresee them.
  const onChain = await client.commitments(netuid, at)
  const secret = usableSecret(database, metagraph, onChain.get(hotkey))
  if (secret === undefined) return { tag: 'skipped', reason: 'no-secret' }
  const id = nextRoundId(database.orm)
  const mechanismKey = toMechanismKey(scoreKey)
  const seed = roundSeed({ beacon: fromHex(at.hash), secret: secret.secret, mechanismKey, round: id })
  const plan = planRound(mechanism, seed, sizes, difficulty)
  const name = `${id} at block ${at.number} ${at.hash.slice(0, 18)}`
  beginRound(database.orm, id, {
    mechanism: scoreKey,
    name,
    at,
    secretId: secret.id,
    seed,
    sizes,
    difficulty: difficulty ?? null,
    deadlineMs,
    scale: mechanism.scaleOf(plan.shared),
    startedAt: clock.now(),
    durationMs: 0,
  })

  // 4. Ask all miners at once for the hashes of their answers, and store them, unless it was us that nobody heard.
  const commits = await askCommits(deps, { id, name, block: at.number, plan, miners, onChain }, options, signal)
  if (isOwnOutage(commits, readBefore(database.orm, scoreKey, NOBODY_REACHED))) {
    abandonRound(database.orm, id, { reason: NOBODY_REACHED, keep: options.retention.rounds })
    log.warn('a round reached no miner and is abandoned: is this machine cut off, or its clock wrong?', { id })
    return { tag: 'skipped', reason: 'nobody-reached' }
  }
  storeCommitments(database.orm, id, commits, mechanism.scale.worst)

  // 5. to 7. Ask for the answers, store them, score them.
  const answered = await finishRound(deps, options, { id, plan, neurons }, signal)
  return { tag: 'scored', id, asked: miners.length, answered }
}

/**
 * Finishes what a crash or a stop left behind, oldest first: reveals are asked for again, and what was revealed is scored.
 * A round without commitments is abandoned as if nobody had been asked; so is one whose answers miners keep no longer, one
 * of another mechanism, and one that fails again. What was abandoned is published, and audits count it.
 * @throws as `playRound`.
 */
export async function resumeRounds(deps: RoundDeps, options: RoundOptions, signal: AbortSignal): Promise<void> {
  const { client, mechanism, database, clock, log } = deps
  for (const id of readUnfinished(database.orm)) {
    const round = readRound(database.orm, id)
    if (round === undefined) continue
    const reason = whyDropped(round, options.scoreKey, clock.now())
    if (reason !== undefined) {
      abandonRound(database.orm, id, { reason, keep: options.retention.rounds })
      log.warn('a round was left unfinished and is abandoned', { id, state: round.state, reason })
      continue
    }
    const { neurons } = await client.metagraph(options.netuid)
    const plan = planRound(mechanism, round.seed, round.sizes, round.difficulty ?? undefined)
    log.info('going on with a round', { id, state: round.state })
    try {
      await finishRound(deps, options, { id, plan, neurons }, signal)
    } catch (error) {
      if (signal.aborted || PASSING.some((code) => isAppError(error, code))) throw error
      // A fault in this very round, of a mechanism for instance, would come again at every try and stop all rounds.
      abandonRound(database.orm, id, { reason: 'it cannot be scored', keep: options.retention.rounds })
      log.error('a round cannot be scored and is abandoned', { id, error })
    }
  }
}

/** Faults that have nothing to do with a round. */
const PASSING = ['chain-unreachable', 'unknown-netuid', 'database-failed']

function whyDropped({ state, mechanism, startedAt }: RoundRecord, scoreKey: string, now: number): string | undefined {
  if (mechanism !== scoreKey) return 'another mechanism is scored now'
  if (state === 'asked') return 'nobody had committed to anything'
  // A clock that was set back says as little as one that is late.
  if (state === 'committed' && Math.abs(now - startedAt) > REVEAL_WITHIN_MS) return 'miners keep answers no longer'
  return undefined
}

interface RoundToFinish {
  readonly id: number
  readonly plan: RoundPlan<unknown>
  readonly neurons: readonly Neuron[]
}

/** Takes a round that has its commitments to its scores. Returns how many answers counted. */
async function finishRound(
  deps: RoundDeps,
  options: RoundOptions,
  { id, plan, neurons }: RoundToFinish,
  signal: AbortSignal,
): Promise<number> {
  const { database, clock, log } = deps
  const { orm } = database

  // 5. Ask those who committed to reveal, and store what comes as it is.
  const committed = readRound(orm, id)
  if (committed?.state === 'committed')
    storeReveals(orm, id, await askReveals(deps, committed, { plan, neurons }, signal))

  // 6. Grade, check proofs, compare: what the round says of each miner.
  const round = readRound(orm, id)
  if (round?.state !== 'revealed') return 0
  const { mechanism, startedAt, at } = round
  const known = new Set(
    readFindings(orm, mechanism).map(({ kind, hotkey, sinceRound }) => [kind, hotkey, sinceRound].join()),
  )
  const scored = await scoreRound(deps, { id, round, plan, neurons }, options)
  signal.throwIfAborted()

  // 7. Store grades, scores and findings in one transaction.
  const durationMs = Math.max(0, clock.now() - startedAt)
  const registered = new Set(neurons.map((neuron) => neuron.hotkey))
  storeScores(orm, { id, mechanism, durationMs, registered, retention: options.retention, ...scored })
  for (const { kind, hotkey, sinceRound, detail, other } of scored.findings)
    if (!known.has([kind, hotkey, sinceRound].join()))
      log.warn('found', { what: kind, hotkey, round: id, evidence: detail, ...(other !== '' && { of: other }) })
  const answered = scored.grades.filter(({ outcome }) => outcome === 'answered').length
  const asked = scored.grades.length
  log.info('round scored', { id, block: at.number, asked, answered, ms: Math.round(durationMs) })
  return answered
}
