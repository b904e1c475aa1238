import type { Clock } from '../shared/clock.ts'
import { AppError } from '../shared/errors.ts'
import type { Ss58 } from '../shared/units.ts'

/** Answers that a miner has committed to and will have to reveal. */
export interface PendingAnswer {
  /** From `answerHash`. */
  readonly hash: string
  /** 0x hex. */
  readonly signature: string
  readonly payload: string
  /** Hex. */
  readonly salt: string
}

export interface PendingOptions {
  readonly clock: Pick<Clock, 'monotonic'>
  /** How long answers are kept. */
  readonly ttlMs?: number
  /** Most rounds of one validator. */
  readonly maxPerValidator?: number
  /** Most bytes of all payloads together. */
  readonly maxBytes?: number
  /** Told of answers that nobody fetched and that gave way to others before their time: that round of the miner is lost. */
  readonly onGivenUp?: (validator: Ss58, round: string) => void
}

/** Which round of which validator is asked for what. */
export interface PendingKey {
  readonly validator: Ss58
  readonly round: string
  /** Digest of the request: the same round asked twice is the same answer, another request is another round. */
  readonly requestHash: string
}

/** Answers between commit and reveal. */
export interface Pending {
  /**
   * The answer of a round: the kept one, the one being computed, or a new one. A computation that fails is forgotten.
   * @throws AppError `round-in-use` when the round was asked for something else; as `compute`.
   */
  commit(key: PendingKey, compute: () => Promise<PendingAnswer>): Promise<PendingAnswer>
  /** @throws AppError `unknown-round` naming those that are kept for this validator. */
  reveal(validator: Ss58, round: string): PendingAnswer
  /** Bytes of all payloads that are kept. */
  readonly bytes: number
}

interface Entry {
  readonly requestHash: string
  readonly answer: Promise<PendingAnswer>
  /** `undefined` while it is being computed. */
  kept:
    | { readonly answer: PendingAnswer; readonly bytes: number; readonly atMs: number; isRevealed: boolean }
    | undefined
}

/** Most rounds that a refusal names. */
const NAMED_ROUNDS = 8

/**
 * See `Pending`. Whoever asks for more than there is room for loses its own oldest answers: when all payloads together
 * outgrow their room, the validator that takes most of it does.
 */
export function createPending({
  clock,
  ttlMs = 600_000,
  maxPerValidator = 16,
  maxBytes = 134_217_728,
  onGivenUp = () => {},
}: PendingOptions): Pending {
  /** Rounds in the order in which their answers were ready; those being computed are in no particular place. */
  const validators = new Map<Ss58, Map<string, Entry>>()
  let bytes = 0

  const drop = (validator: Ss58, round: string): void => {
    const rounds = validators.get(validator)
    bytes -= rounds?.get(round)?.kept?.bytes ?? 0
    rounds?.delete(round)
    if (rounds?.size === 0) validators.delete(validator)
  }
  const giveUp = (validator: Ss58, round: string): void => {
    const isLost = validators.get(validator)?.get(round)?.kept?.isRevealed === false
    drop(validator, round)
    if (isLost) onGivenUp(validator, round)
  }
  const keptRounds = (validator: Ss58): readonly string[] =>
    [...(validators.get(validator) ?? [])].flatMap(([round, { kept }]) => (kept === undefined ? [] : [round]))
  const expire = (): void => {
    const beforeMs = clock.monotonic() - ttlMs
    for (const [validator, rounds] of validators)
      for (const [round, { kept }] of rounds) if (kept !== undefined && kept.atMs <= beforeMs) drop(validator, round)
  }
  const bytesOf = (rounds: ReadonlyMap<string, Entry>): number =>
    [...rounds.values()].reduce((sum, { kept }) => sum + (kept?.bytes ?? 0), 0)
  const makeRoom = (validator: Ss58): void => {
    const [oldest] = keptRounds(validator)
    if (keptRounds(validator).length > maxPerValidator && oldest !== undefined) giveUp(validator, oldest)
    while (bytes > maxBytes) {
      const [largest] = [...validators].sort(([, a], [, b]) => bytesOf(b) - bytesOf(a))
      const [first] = largest === undefined ? [] : keptRounds(largest[0])
      if (largest === undefined || first === undefined) return
      giveUp(largest[0], first)
    }
  }
  const keep = (validator: Ss58, round: string, entry: Entry, answer: PendingAnswer): void => {
    const rounds = validators.get(validator)
    // Moved to the end: the order of the map is the order in which answers are dropped.
    rounds?.delete(round)
    rounds?.set(round, entry)
    entry.kept = { answer, bytes: Buffer.byteLength(answer.payload), atMs: clock.monotonic(), isRevealed: false }
    bytes += entry.kept.bytes
    makeRoom(validator)
  }

  return {
    get bytes() {
      return bytes
    },
    async commit({ validator, round, requestHash }, compute) {
      expire()
      const rounds = validators.get(validator) ?? new Map<string, Entry>()
      const known = rounds.get(round)
      if (known !== undefined && known.requestHash !== requestHash)
        throw new AppError(
          'round-in-use',
          `round ${JSON.stringify(round)} was asked for other tasks before; give every round a name of its own`,
        )
      if (known !== undefined) return known.answer
      const entry: Entry = { requestHash, answer: compute(), kept: undefined }
      validators.set(validator, rounds.set(round, entry))
      try {
        const answer = await entry.answer
        keep(validator, round, entry, answer)
        return answer
      } catch (error) {
        drop(validator, round)
        throw error
      }
    },
    reveal(validator, round) {
      expire()
      const kept = validators.get(validator)?.get(round)?.kept
      if (kept !== undefined) {
        kept.isRevealed = true
        return kept.answer
      }
      const rounds = keptRounds(validator)
      const named = rounds.slice(-NAMED_ROUNDS).map((name) => JSON.stringify(name))
      throw new AppError(
        'unknown-round',
        `round ${JSON.stringify(round)} is not kept for ${validator}; kept for ${ttlMs / 1_000} s are ` +
          `${rounds.length} of its rounds${rounds.length === 0 ? '' : `, last ${named.join(', ')}`}`,
      )
    },
  }
}
