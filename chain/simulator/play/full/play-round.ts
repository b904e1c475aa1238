import { toBareHex, utf8 } from '../../../../shared/bytes.ts'
import { blake2b256 } from '../../../../shared/crypto/hashes.ts'
import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import { rowsToWire } from '../../../../shared/mechanism/rows/row-answers.ts'
import type { Rng } from '../../../../shared/rng.ts'
import { answerHash } from '../../../../shared/round/answer-hash.ts'
import { gradeReveal } from '../../../../shared/round/grade-reveal.ts'
import { type PlannedTask, planRound } from '../../../../shared/round/plan.ts'
import type { ScoredRound } from '../../../../shared/scoring/round.ts'
import type { Ss58 } from '../../../../shared/units.ts'
import type { AnswerModel } from './answer-model.ts'
import type { MinerAnswers, OpenAnswers, SeenTask, Turn } from './miner-strategy.ts'
import type { Player, Result } from './players.ts'
import { publicKnowledge } from './public-knowledge.ts'
import type { LayOutRound, RoundRules } from './round-rules.ts'
import { seedOf } from './round-seed.ts'
import { type CheckProofs, toScored } from './score-round.ts'
import { keyOf } from './task-key.ts'

/** What a round is played with. */
export interface RoundInput {
  readonly rules: RoundRules
  readonly epoch: number
  /** Number of the round, of this validator; rises. */
  readonly number: number
  readonly validator: Ss58
  readonly players: readonly Player[]
  /** The validator's, forked for this round. */
  readonly rng: Rng
  /** `planRound` unless it is set. */
  readonly layOut?: LayOutRound | undefined
  /** Looks at proofs; without it none are. */
  readonly checkProofs?: CheckProofs | undefined
  /** Hears of a strategy that threw or gave nonsense: its miner has no answer in this round. */
  readonly onFault?: ((hotkey: Ss58, error: unknown) => void) | undefined
}

/** A class, since there are many of them, and an object with a getter of its own takes ten times as long to make. */
class Shown implements SeenTask {
  readonly #mechanism: Pick<Mechanism<unknown>, 'toRequest'>
  readonly #planned: PlannedTask<unknown>

  constructor(mechanism: Pick<Mechanism<unknown>, 'toRequest'>, planned: PlannedTask<unknown>) {
    this.#mechanism = mechanism
    this.#planned = planned
  }

  /** Worked out when it is asked for: few strategies look at it. */
  get key(): string {
    return keyOf(this.#mechanism, this.#planned.task)
  }

  get isOwn(): boolean {
    return this.#planned.kind !== 'shared'
  }

  answerBy(model: AnswerModel): Float32Array {
    return model.answer(this.#planned.task)
  }
}

/**
 * Whether a miner alone was asked a task. No miner can know: it is for who plays a miner whose answers to such tasks are said
 * to be of another skill.
 */
export const isOwnTask = (task: SeenTask): boolean => task instanceof Shown && task.isOwn

/** A miner at the table of a round. */
interface Seat {
  readonly player: Player
  readonly asked: readonly PlannedTask<unknown>[]
  readonly turn: Turn
}

/**
 * Plays a round in memory, by the code that validators play theirs by: the same seed, plan, order, hashes, parsers,
 * grades and scores. What is not there is the wire: a miner's answers come from its strategy, and its latency is what
 * the strategy says.
 */
export async function playRound(input: RoundInput): Promise<ScoredRound> {
  const { rules, number, validator, players, rng, epoch, layOut = planRound, onFault } = input
  const { mechanism, sizes } = rules
  const mechanismKey = `${mechanism.id}@${mechanism.version}`
  const plan = layOut(mechanism, seedOf({ source: rules.tasks, number, mechanismKey, rng }), sizes)
  const scale = mechanism.scaleOf(plan.shared)
  const seats = players.map((player): Seat => {
    const { hotkey: miner } = player
    const asked = plan.forMiner(miner)
    const tasks = asked.map((planned) => new Shown(mechanism, planned))
    const known = publicKnowledge(rules, { number, mechanismKey, miner, layOut })
    return { player, asked, turn: { epoch, validator, miner, tasks, known } }
  })
  await prepareModels(seats)
  const attempt = ({ player }: Seat, act: () => MinerAnswers | undefined): MinerAnswers | undefined => {
    try {
      return act()
    } catch (error) {
      onFault?.(player.hotkey, error)
      return undefined
    }
  }

  // 1. Everybody answers by what it knows so far.
  const first = seats.map((seat) => attempt(seat, () => seat.player.strategy.answer(seat.turn)))

  // 2. Where answers are committed, their hashes are in now. Then they lie open to whoever the validator shows them.
  const open = openAnswers(seats, first)
  const last = seats.map((seat, index) => {
    const { strategy } = seat.player
    return strategy.amend === undefined
      ? first[index]
      : attempt(seat, () => strategy.amend?.(seat.turn, first[index], open))
  })

  // 3. Grade each reveal against its commitment.
  const results = seats.map(({ player, asked }, index): Result => {
    const given = last[index]
    const committed = rules.isCommitFirst ? first[index] : given
    const none = { player, asked, given, accepted: undefined }
    if (given === undefined || committed === undefined || (committed.latencyMs ?? 0) > rules.deadlineMs) return none
    const parties = { round: String(number), validator, miner: player.hotkey }
    const salt = blake2b256(utf8(`${number} ${validator} ${player.hotkey}`))
    try {
      const payload = payloadOf(given, player)
      const promised = committed === given ? payload : payloadOf(committed, player)
      const commitHash = answerHash({ ...parties, salt, payload: promised })
      const revealed = { ...parties, commitHash, salt: toBareHex(salt), payload }
      const found = gradeReveal(revealed, { mechanism, tasks: asked, scale })
      if (found.outcome === 'answered') return { player, asked, given, accepted: found }
      if (found.outcome === 'malformed') onFault?.(player.hotkey, found.detail)
    } catch (error) {
      onFault?.(player.hotkey, error)
    }
    return none
  })
  return toScored({ rules, number, scale, shared: plan.shared, checkProofs: input.checkProofs }, results)
}

/** Lets every model see all tasks that any of its users was asked, at once. */
async function prepareModels(seats: readonly Seat[]): Promise<void> {
  const tasksOf = new Map<AnswerModel, unknown[]>()
  for (const { player, asked } of seats)
    for (const model of player.strategy.models) {
      const tasks = tasksOf.get(model) ?? []
      tasksOf.set(model, tasks)
      for (const { task } of asked) tasks.push(task)
    }
  for (const [model, tasks] of tasksOf) await model.prepare(tasks)
}

function openAnswers(seats: readonly Seat[], answers: readonly (MinerAnswers | undefined)[]): OpenAnswers {
  const tables = new Map<string, ReadonlyMap<string, Float32Array>>()
  return (miner, key) => {
    const known = tables.get(miner)
    if (known !== undefined) return known.get(key)
    const index = seats.findIndex(({ player }) => player.hotkey === miner)
    const rows = answers[index]?.rows ?? []
    const table = new Map(
      (seats[index]?.turn.tasks ?? []).flatMap(({ key }, at): [string, Float32Array][] => {
        const row = rows[at]
        return row === undefined ? [] : [[key, row]]
      }),
    )
    tables.set(miner, table)
    return table.get(key)
  }
}

/** The text of a reveal. Proofs are looked at as `proofsBy` and are no part of it here. */
const payloadOf = ({ rows, model }: MinerAnswers, player: Player): string =>
  JSON.stringify({ answers: rowsToWire(rows), model: model ?? player.model, proofs: [] })
