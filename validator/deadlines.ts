/** Time that each phase of a round has. */
export interface Deadlines {
  readonly commitMs: number
  readonly revealMs: number
}

/** Share of a round's time in which miners work out their answers; to reveal them takes no work. */
const COMMIT_SHARE = 2 / 3

/** Splits the time of a round between its two phases. The second begins as soon as all commitments are in. */
export function toDeadlines(deadlineMs: number): Deadlines {
  const commitMs = Math.ceil(deadlineMs * COMMIT_SHARE)
  return { commitMs, revealMs: Math.max(1, deadlineMs - commitMs) }
}
