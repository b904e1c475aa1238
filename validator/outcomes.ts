import type { Failure } from './reply.ts'

/** What can come of asking a miner in a round, and what follows from it. */
export const CONSEQUENCES = {
  answered: 'committed, revealed what it had committed to, and every answer is valid: scored by the shared tasks',
  late: 'no complete commitment within the time for commits: worst score',
  unreachable: 'no address to ask, or no connection that lasted until the commitment: worst score',
  refused: 'the axon answered the request for a commitment with an error: worst score',
  malformed: 'a commitment, a reveal or answers that are not what was asked for: worst score',
  'no-commit': 'the axon knows of no commitments, or no word of it is known: worst score',
  'late-reveal':
    'committed, but no complete reveal within the time for reveals: worst score, else it paid to wait and see',
  'no-reveal': 'committed, but did not reveal: worst score, else bad luck could be withdrawn',
  mismatched: 'revealed something else than it had committed to: worst score',
  'wrong-signature':
    'its hotkey did not sign the commitment: worst score, since nobody could be shown that it was made',
  replayed: 'a commitment or a reveal made for another round or another validator: worst score',
} as const

/** A miner that was not asked has no outcome: nothing of it changes. */
export type OutcomeTag = keyof typeof CONSEQUENCES

export const OUTCOMES: readonly [OutcomeTag, ...OutcomeTag[]] = [
  'answered',
  'late',
  'unreachable',
  'refused',
  'malformed',
  'no-commit',
  'late-reveal',
  'no-reveal',
  'mismatched',
  'wrong-signature',
  'replayed',
]

/** What a miner comes out of a round with, and why; `detail` is empty for an answer, and short and plain otherwise. */
export interface Verdict {
  readonly outcome: OutcomeTag
  readonly detail: string
}

/** HTTP statuses by which an axon says that it does not know the path or the method. */
const UNKNOWN_PATH: readonly number[] = [404, 405, 501]

/** What a failure to commit counts as. */
export function commitFailure(failure: Failure): Verdict {
  const { tag, detail } = failure
  switch (tag) {
    case 'timeout':
      return { outcome: 'late', detail }
    case 'too-large':
      return { outcome: 'malformed', detail }
    case 'refused':
      return { outcome: UNKNOWN_PATH.includes(failure.status) ? 'no-commit' : 'refused', detail }
    default:
      return { outcome: tag, detail }
  }
}

/** What a failure to reveal counts as: whatever stood in the way, the miner had committed and owes its answers. */
export function revealFailure({ tag, detail }: Failure): Verdict {
  switch (tag) {
    case 'timeout':
      return { outcome: 'late-reveal', detail }
    case 'malformed':
    case 'too-large':
      return { outcome: 'malformed', detail }
    default:
      return { outcome: 'no-reveal', detail }
  }
}
