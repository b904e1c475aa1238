/** Uids that a row weighs, as storage has them, and what is to be known of them. */
export interface Columns {
  readonly uids: Uint16Array
  readonly hasDuplicates: boolean
  /** -1 for none. */
  readonly largest: number
}

let last: Columns = { uids: new Uint16Array(0), hasDuplicates: false, largest: -1 }

/** Validators of a subnet mostly weigh the same uids: then they share one array, which takes longer to make than to compare. */
export function columnsOf(dests: readonly number[]): Columns {
  const { uids } = last
  let at = uids.length === dests.length ? 0 : -1
  while (at >= 0 && at < dests.length && uids[at] === dests[at]) at++
  if (at < dests.length)
    last = { uids: Uint16Array.from(dests), hasDuplicates: hasDuplicates(dests), largest: largestOf(dests) }
  return last
}

/** A mark for each uid there can be; clean between calls. A set of the uids would take longer than all other checks. */
const marks = new Uint8Array(65_536)

function hasDuplicates(dests: readonly number[]): boolean {
  let marked = 0
  for (; marked < dests.length; marked++) {
    const dest = dests[marked] ?? 0
    if (marks[dest] === 1) break
    marks[dest] = 1
  }
  for (let at = 0; at < marked; at++) marks[dests[at] ?? 0] = 0
  return marked < dests.length
}

function largestOf(dests: readonly number[]): number {
  let largest = -1
  for (let at = 0; at < dests.length; at++) largest = Math.max(largest, dests[at] ?? 0)
  return largest
}
