/**
 * Why a miner that was asked gave no answer. Expected, hence a value: whatever a miner does, a round goes on.
 * `detail` is cleaned of control characters and short, since parts of it come from the miner.
 */
export type Failure =
  /** Nothing complete came within the deadline. */
  | { readonly tag: 'timeout'; readonly detail: string }
  /** The axon answered with another HTTP status than 200; `code` is that of its problem body. */
  | { readonly tag: 'refused'; readonly detail: string; readonly status: number; readonly code: string | undefined }
  /** No address to ask, no connection, or one that broke before the answer was whole. */
  | { readonly tag: 'unreachable'; readonly detail: string }
  /** An answer that is not what was asked for. */
  | { readonly tag: 'malformed'; readonly detail: string }
  /** An answer that was cut off at the limit. */
  | { readonly tag: 'too-large'; readonly detail: string }

/** Bytes of a whole answer, not looked into yet. */
export interface Received {
  readonly tag: 'received'
  readonly body: Uint8Array
  /** From sending to the last byte. */
  readonly latencyMs: number
}

/** What the dendrite brings back from one axon. */
export type Reply = Received | Failure

/** A parsed answer or the reason why there is none. */
export type Outcome<T> = { readonly tag: 'answered'; readonly value: T; readonly latencyMs: number } | Failure

const MAX_DETAIL = 200

/** Text that came from outside, made fit for a log line, a table and a terminal. */
export function toDetail(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return plain.length > MAX_DETAIL ? `${plain.slice(0, MAX_DETAIL - 1)}…` : plain
}
