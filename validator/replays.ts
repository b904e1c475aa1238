import { fromHex } from '../shared/bytes.ts'
import { verifySignature } from '../shared/crypto/keypair.ts'
import { fromSs58 } from '../shared/crypto/ss58.ts'
import { answerHash, commitMessage, type RoundParties } from '../shared/round/answer-hash.ts'
import type { Ss58 } from '../shared/units.ts'
import type { CommitResponse } from '../shared/wire/routes.ts'
import type { Revealed } from './grade.ts'
import type { Verdict } from './outcomes.ts'

/** A round that a miner committed in before. */
export interface EarlierCommit {
  readonly name: string
  readonly commitHash: string | null
}

/** Earlier rounds that a commitment or a reveal is held against. */
export const REPLAY_ROUNDS = 16

/**
 * What is wrong with a commitment; `undefined` for a good one. The signature is what shows others that a miner committed,
 * and a hash, with its random salt, never comes twice.
 * @param earlier asked for when something is wrong, and for the hashes.
 */
export function commitFault(
  { hash, signature }: CommitResponse,
  parties: RoundParties,
  earlier: readonly EarlierCommit[],
): Verdict | undefined {
  const known = earlier.find(({ commitHash }) => commitHash === hash)
  if (known !== undefined) return { outcome: 'replayed', detail: `committed to the answers of round ${known.name}` }
  const key = fromSs58(parties.miner)
  const isSigned = (round: string): boolean =>
    verifySignature(commitMessage({ ...parties, round, hash }), fromHex(signature), key)
  if (isSigned(parties.round)) return undefined
  const other = earlier.find(({ name }) => isSigned(name))
  return other === undefined
    ? { outcome: 'wrong-signature', detail: 'the signature is not by the miner over this commitment' }
    : { outcome: 'replayed', detail: `the commitment is signed for round ${other.name}` }
}

/**
 * Whether a reveal that does not fit its commitment was made for another round of this validator, or for another
 * validator; `undefined` when neither is found.
 */
export function revealReplay(
  { payload, salt, commitHash, ...parties }: Revealed,
  { earlier, validators }: { readonly earlier: readonly EarlierCommit[]; readonly validators: readonly Ss58[] },
): Verdict | undefined {
  const bytes = fromHex(salt)
  const hashAs = (change: Partial<RoundParties>): string => answerHash({ ...parties, salt: bytes, payload, ...change })
  const round = earlier.find(({ name, commitHash: known }) => known !== null && hashAs({ round: name }) === known)
  if (round !== undefined) return { outcome: 'replayed', detail: `revealed the answers of round ${round.name}` }
  const other = validators.find((validator) => hashAs({ validator }) === commitHash)
  return other && { outcome: 'replayed', detail: `committed and revealed for the validator ${other}` }
}
