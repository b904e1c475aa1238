/** Runs work in the order in which it was handed in, one after the other; a failure does not stop what follows. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

/**
 * See `InTurn`. Extrinsics of one key have to be sent so: two at once would take the same nonce, and one be refused.
 */
export function createInTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const next = last.then(work, work)
    last = next.catch(() => {})
    return next
  }
}
