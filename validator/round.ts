import type { Clock } from '../shared/clock.ts'
import type { Logger } from '../shared/log.ts'
import type { Mechanism } from '../shared/mechanism/mechanism.ts'
import { createRng } from '../shared/rng.ts'
import type { SubtensorClient } from '../shared/subtensor/client.ts'
import type { NetUid, Ss58 } from '../shared/units.ts'
import { answerRoute } from '../shared/wire/routes.ts'
import { chooseMiners } from './choose-miners.ts'
import type { Database } from './db/open.ts'
import { type AnswerRecord, type Retention, storeRound } from './db/rounds.ts'
import { readScores } from './db/scores.ts'
import type { Dendrite } from './dendrite.ts'
import { grade } from './grade.ts'
import type { GateReason, PermitGate } from './permit-gate.ts'
import { nextScores } from './scores.ts'

export interface RoundDeps {
  readonly client: Pick<SubtensorClient, 'metagraph'>
  readonly dendrite: Pick<Dendrite, 'ask'>
  readonly mechanism: Mechanism
  readonly gate: PermitGate
  readonly database: Database
  /** Secret bytes that nobody else can know: `crypto.randomBytes`. */
  readonly randomBytes: (count: number) => Uint8Array
  readonly clock: Clock
  readonly log: Logger
}

export interface RoundOptions {
  readonly netuid: NetUid
  /** The validator's own. */
  readonly hotkey: Ss58
  /** Made by `toScoreKey`. */
  readonly scoreKey: string
  /** Tasks in a round. */
  readonly items: number
  readonly deadlineMs: number
  readonly halfLifeRounds: number
  readonly retention: Retention
}

export type RoundResult =
  | { readonly tag: 'scored'; readonly id: number; readonly asked: number; readonly answered: number }
  | { readonly tag: 'skipped'; readonly reason: GateReason | 'no-miners' }

const SEED_BYTES = 32
/** Room for an answer of 1 500 classes in base64: far more than needed, far less than what could exhaust memory. */
const ANSWER_BYTES_PER_ITEM = 8_192
const ANSWER_BYTES_BASE = 4_096

/**
 * Plays one scoring round. Nothing that a miner does makes it fail or wait beyond the deadline.
 * @throws AppError `chain-unreachable`, `unknown-netuid`, `database-failed` or the reason of the signal; then nothing
 * was stored and all scores are as before.
 */
export async function playRound(deps: RoundDeps, options: RoundOptions, signal: AbortSignal): Promise<RoundResult> {
  const { client, dendrite, mechanism, gate, database, randomBytes, clock, log } = deps
  const { netuid, hotkey, scoreKey, items, deadlineMs, halfLifeRounds, retention } = options

  // 1. Take the metagraph, and make sure that miners may answer us.
  const { at, neurons } = await client.metagraph(netuid)
  const closed = gate.check(neurons.find((neuron) => neuron.hotkey === hotkey))
  if (closed !== undefined) return { tag: 'skipped', reason: closed }

  // 2. Choose the miners.
  const previous = readScores(database.orm, scoreKey)
  const miners = chooseMiners({ neurons, self: hotkey, scored: previous })
  if (miners.length === 0) return { tag: 'skipped', reason: 'no-miners' }

  // 3. Make tasks from a seed that has existed nowhere before.
  const startedAt = clock.now()
  const startedMs = clock.monotonic()
  const seed = randomBytes(SEED_BYTES)
  const tasks = mechanism.makeTasks(createRng(seed), items)

  // 4. Ask all miners at once.
  const request = {
    mechanism: mechanism.id,
    version: mechanism.version,
    round: `block ${at.number}`,
    request: mechanism.toRequest(tasks),
  }
  const maxResponseBytes = ANSWER_BYTES_BASE + items * ANSWER_BYTES_PER_ITEM
  const replies = await dendrite.ask(
    answerRoute,
    miners.map((miner) => ({ ...miner, request: () => request })),
    { deadlineMs, maxResponseBytes, signal },
  )

  // 5. Parse and score, when all replies are in: looking into one must not take time from another.
  const answers = miners.map(({ hotkey: miner, uid }, index): AnswerRecord => {
    const reply = replies[index] ?? { tag: 'unreachable', detail: 'was not asked' }
    const graded = grade(mechanism, tasks, reply)
    log.debug('graded', { round: at.number, uid, outcome: graded.outcome, score: graded.score, detail: graded.detail })
    return { hotkey: miner, uid, ...graded }
  })

  // 6. Turn the scores into skills, by what chance is on these very tasks, and update the averages of those that were asked.
  const scale = mechanism.scaleOf(tasks)
  const scores = nextScores(previous, answers, { scale, halfLifeRounds })

  // 7. Store everything in one transaction.
  const durationMs = clock.monotonic() - startedMs
  const id = storeRound(database.orm, {
    round: { mechanism: scoreKey, at, seed, items, deadlineMs, scale, startedAt, durationMs, answers },
    scores,
    registered: new Set(neurons.map((neuron) => neuron.hotkey)),
    retention,
  })
  const answered = answers.filter(({ outcome }) => outcome === 'answered').length
  log.info('round scored', { id, block: at.number, asked: answers.length, answered, ms: Math.round(durationMs) })
  return { tag: 'scored', id, asked: answers.length, answered }
}
