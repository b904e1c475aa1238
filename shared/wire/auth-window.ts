/** How old a signed request may be when it arrives: 10 s. */
export const MAX_AGE_NS = 10_000_000_000n
/** How far a sender's clock may run ahead of ours: 2 s. */
export const FUTURE_SKEW_NS = 2_000_000_000n

const NS_PER_MS = 1_000_000n

/** Nanoseconds of a clock's milliseconds. */
export const toNs = (ms: number): bigint => BigInt(Math.trunc(ms)) * NS_PER_MS
