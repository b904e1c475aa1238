import { fromHex, utf8 } from '../bytes.ts'
import { sha256Hex } from '../crypto/hashes.ts'
import type { Ss58 } from '../units.ts'
import { framed } from './framed.ts'

/** Between whom and in which round answers are given. */
export interface RoundParties {
  readonly round: string
  /** Hotkey of the validator that asks. */
  readonly validator: Ss58
  /** Hotkey of the miner that answers. */
  readonly miner: Ss58
}

/** What a miner commits to. */
export interface CommittedAnswers extends RoundParties {
  /** 32 random bytes that only the miner knows until the reveal: without them likely answers could be tried. */
  readonly salt: Uint8Array
  /** The very JSON text of the reveal. */
  readonly payload: string
}

/**
 * Hash of a miner's answers, 64 hex digits: SHA-256 over all parts. With the miner in it, copying the hash of somebody
 * else is of no use.
 */
export const answerHash = ({ round, validator, miner, salt, payload }: CommittedAnswers): string =>
  sha256Hex(framed('meritnet answers', utf8(round), utf8(validator), utf8(miner), salt, utf8(payload)))

/** A commitment as the miner's hotkey signs it. */
export interface Commitment extends RoundParties {
  /** From `answerHash`. */
  readonly hash: string
}

/**
 * What the miner's hotkey signs: with it, a validator can show to anybody that this miner gave these answers.
 * @throws AppError `malformed-hex`.
 */
export const commitMessage = ({ round, validator, miner, hash }: Commitment): Uint8Array =>
  framed('meritnet commit', utf8(round), utf8(validator), utf8(miner), fromHex(hash))
