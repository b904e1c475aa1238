import type { Arena } from '../arena.ts'

/** Positions with stake, and room to search among the scores that they give. */
export interface Voters {
  /** Raw I32F32, together at most 1. */
  readonly stake: Float64Array
  readonly total: number
  /** Stake position of the median, from the low side. */
  readonly minority: number
  /** The stake in 32 bits. */
  readonly bits: Int32Array
  /** The scores that are searched, in 30 bits. */
  readonly keys: Int32Array
  /** All positions, in order. */
  readonly everyone: Uint16Array
  /** Positions still in question; two buffers that change places. */
  current: Uint16Array
  next: Uint16Array
}

/** Makes the voters of a stake that adds up to `total`. */
export function createVoters(arena: Arena, stake: Float64Array, total: number, minority: number): Voters {
  const m = stake.length
  const everyone = arena.uint16(m)
  const bits = arena.int32(m)
  for (let k = 0; k < m; k++) {
    everyone[k] = k
    bits[k] = stake[k] ?? 0
  }
  const [current, next] = [arena.uint16(m), arena.uint16(m)]
  return { stake, total, minority, bits, keys: arena.int32(m), everyone, current, next }
}

/** Scores of a column of a dense block: that of position `k` is `block[first + k · stride]`, at most 2³². */
export interface Scores {
  readonly block: Float64Array
  readonly first: number
  readonly stride: number
}

/**
 * Score at stake position `minority` from the low side. Sums of integers do not round, so the order in which quickselect
 * meets the scores has no influence on the result: it is the one score with no more than `minority` stake below it and more
 * than that up to and with it. Beyond both ends, the chain's search goes to the least or greatest score.
 */
export function medianOf(voters: Voters, block: Float64Array, first: number, stride: number): number {
  const { minority, total, keys } = voters
  const m = keys.length
  if (m === 1 || minority < 0 || minority >= total) return extremeOf(block, first, stride, m, minority < 0)
  let sum = 0
  for (let k = 0, at = first; k < m; k++, at += stride) {
    const score = block[at] ?? 0
    // Cut to a quarter, all scores and their differences fit into 32 bits. What that makes equal, `splitTies` tells apart.
    keys[k] = score / 4
    sum += score
  }
  // Nobody weighs validators, which may be most columns.
  return sum === 0 ? 0 : select(voters, { block, first, stride })
}

function extremeOf(block: Float64Array, first: number, stride: number, m: number, isLeast: boolean): number {
  let extreme = block[first] ?? 0
  for (let k = 1; k < m; k++) {
    const score = block[first + k * stride] ?? 0
    extreme = isLeast ? Math.min(extreme, score) : Math.max(extreme, score)
  }
  return extreme
}

/** The lesser of two keys, without a branch. */
const lesserKey = (a: number, b: number): number => b + ((a - b) & ((a - b) >> 31))

/** The key between two others; of three it is what is left of their sum. */
function middleKey(a: number, b: number, c: number): number {
  const lesser = lesserKey(a, b)
  const greater = a - lesser + b
  const least = lesserKey(lesser, c)
  const other = lesser - least + c
  return lesserKey(greater, other)
}

/**
 * Quickselect without a branch on a score: which side one falls on is a coin toss that no processor foresees, and a wrong
 * guess costs more than the rest of the step. The sign of a difference of keys says it as 0 or 1 instead. Each position is
 * written to both ends of what is free in `next`, and an end moves by 0 or 1: as both ends together have moved less often
 * than there were positions, they never meet anything that is to stay.
 *
 * Stake is summed modulo 2³². One side has less than that: together all have at most 2³², and the pivot has some of
 * it; where its share was cut to 0, so were parts of the sum.
 */
function select(voters: Voters, scores: Scores): number {
  const { keys, bits, minority } = voters
  let positions = voters.everyone
  let from = 0
  let length = keys.length
  let low = 0
  let high = voters.total
  for (;;) {
    const next = voters.next
    const last = from + length - 1
    const pivot = middleKey(
      keys[positions[from] ?? 0] ?? 0,
      keys[positions[from + (length >> 1)] ?? 0] ?? 0,
      keys[positions[last] ?? 0] ?? 0,
    )
    let lower = 0
    let upper = length - 1
    let lowerBits = 0
    let upperBits = 0
    for (let i = from; i <= last; i++) {
      const k = positions[i] ?? 0
      const key = keys[k] ?? 0
      const stake = bits[k] ?? 0
      const isLower = (key - pivot) >> 31
      const isUpper = (pivot - key) >> 31
      next[lower] = k
      next[upper] = k
      lower -= isLower
      upper += isUpper
      lowerBits = (lowerBits + (stake & isLower)) | 0
      upperBits = (upperBits + (stake & isUpper)) | 0
    }
    const lowerEnd = low + (lowerBits >>> 0)
    const upperStart = high - (upperBits >>> 0)
    if (minority < lowerEnd) {
      high = lowerEnd
      from = 0
      length = lower
    } else if (upperStart <= minority) {
      low = upperStart
      from = upper + 1
      length = length - 1 - upper
    } else return splitTies(voters, scores, { positions, from, length, key: pivot, below: lowerEnd })
    voters.next = voters.current
    voters.current = next
    positions = next
  }
}

/** Positions among which the median is one with `key`; `below` is the stake of all lower keys. */
interface Ties {
  readonly positions: Uint16Array
  readonly from: number
  readonly length: number
  readonly key: number
  readonly below: number
}

/** The median among the four scores of one key. */
function splitTies({ keys, stake, minority }: Voters, { block, first, stride }: Scores, ties: Ties): number {
  const { positions, from, length, key } = ties
  let score = 4 * key
  let end = ties.below
  for (; score < 4 * key + 4; score++) {
    for (let i = from; i < from + length; i++) {
      const k = positions[i] ?? 0
      if (keys[k] === key && block[first + k * stride] === score) end += stake[k] ?? 0
    }
    if (minority < end) break
  }
  return score
}
