import { toBareHex, toHex } from '../shared/bytes.ts'
import type { Clock } from '../shared/clock.ts'
import type { Keypair } from '../shared/crypto/keypair.ts'
import { AppError } from '../shared/errors.ts'
import { answerHash, commitMessage } from '../shared/round/answer-hash.ts'
import type { Ss58 } from '../shared/units.ts'
import { type CommitRequest, type CommitResponse, type RevealResponse, revealRoute } from '../shared/wire/routes.ts'
import type { Forward } from './forward.ts'
import { createPending, type PendingAnswer, type PendingOptions } from './pending.ts'

export interface RoundsDeps {
  /** Signs the commitments. */
  readonly hotkey: Keypair
  readonly forward: Forward
  readonly clock: Pick<Clock, 'monotonic'>
  /** So many unpredictable bytes. */
  readonly random: (length: number) => Uint8Array
  readonly onGivenUp?: PendingOptions['onGivenUp']
}

/** A commit request as it came. */
export interface ReceivedCommit {
  readonly validator: Ss58
  readonly request: CommitRequest
  /** SHA-256 of the body, hex: tells whether the same is asked again. */
  readonly requestHash: string
}

/** The miner's part of the two steps of a round. */
export interface Rounds {
  /**
   * Answers the tasks, keeps the answers and gives their hash away. Asked again for the same, it gives the same hash.
   * @throws AppError `round-in-use`, `answers-too-large`; as `Forward`.
   */
  commit(received: ReceivedCommit): Promise<CommitResponse>
  /** Shows the answers to the validator that asked for them. @throws AppError `unknown-round` */
  reveal(validator: Ss58, round: string): RevealResponse
}

/** See `Rounds`. */
export function createRounds({ hotkey, forward, clock, random, onGivenUp }: RoundsDeps): Rounds {
  const pending = createPending({ clock, ...(onGivenUp && { onGivenUp }) })

  const answer = async ({ validator, request }: ReceivedCommit): Promise<PendingAnswer> => {
    const payload = JSON.stringify(await forward({ validator, request }))
    const salt = random(32)
    checkSize({ payload, salt: toBareHex(salt) })
    const parties = { round: request.round, validator, miner: hotkey.ss58 }
    const hash = answerHash({ ...parties, salt, payload })
    const signature = toHex(hotkey.sign(commitMessage({ ...parties, hash })))
    return { hash, signature, payload, salt: toBareHex(salt) }
  }

  return {
    async commit(received) {
      const { validator, requestHash } = received
      const key = { validator, round: received.request.round, requestHash }
      const { hash, signature } = await pending.commit(key, () => answer(received))
      return { hash, signature }
    },
    reveal(validator, round) {
      const { payload, salt } = pending.reveal(validator, round)
      return { payload, salt }
    },
  }
}

/** Refused now rather than committed to: what no dendrite reads could never be revealed. */
function checkSize(reveal: RevealResponse): void {
  const bytes = Buffer.byteLength(JSON.stringify(reveal))
  if (bytes > revealRoute.maxResponseBytes)
    throw new AppError(
      'answers-too-large',
      `the answers take ${bytes} bytes; at most ${revealRoute.maxResponseBytes} can be revealed; ask for fewer tasks`,
    )
}
