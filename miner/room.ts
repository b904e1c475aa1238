import { AppError } from '../shared/errors.ts'

/** The place of one request, from its headers to its answer. */
export interface Place {
  /** Rejects with `busy` when a newer request takes the place; never resolves. */
  readonly lost: Promise<never>
  /** It is known who asks: from now on nobody takes the place. */
  keep(): void
  leave(): void
}

/** Bounds how many requests there are at once, and the memory of their bodies. */
export interface Room {
  /**
   * A place for a request whose body takes so many bytes at most. Where none is free, the oldest request gives way of
   * which it is not known yet who sent it: anybody may send headers in the name of a validator and then take its time
   * with the body, and would otherwise keep all validators out. Bodies of the others come within moments.
   * @throws AppError `busy` when all places are kept.
   */
  enter(bytes: number): Place
}

export interface RoomOptions {
  readonly maxRequests: number
  /** Most bytes of all bodies together; what is made of a body takes about three times as much. */
  readonly maxBytes?: number
}

interface Held {
  readonly bytes: number
  readonly lose: (error: AppError) => void
}

/** See `Room`. */
export function createRoom({ maxRequests, maxBytes = 134_217_728 }: RoomOptions): Room {
  /** In the order in which they came. */
  const unproven = new Set<Held>()
  const kept = new Set<Held>()

  const takes = (held: ReadonlySet<Held>): number => [...held].reduce((sum, { bytes }) => sum + bytes, 0)
  const busy = () => new AppError('busy', `this miner is at work on ${kept.size} requests; try again later`)
  const gaveWay = () =>
    new AppError(
      'busy',
      'this miner is full, and newer requests came while the body of this one did not; send it again',
    )

  return {
    enter(bytes) {
      if (kept.size >= maxRequests || takes(kept) + bytes > maxBytes) throw busy()
      while (kept.size + unproven.size >= maxRequests || takes(kept) + takes(unproven) + bytes > maxBytes) {
        const [oldest] = unproven
        if (oldest === undefined) throw busy()
        unproven.delete(oldest)
        oldest.lose(gaveWay())
      }
      const loss = Promise.withResolvers<never>()
      // Nobody waits for it any more once the body is there.
      loss.promise.catch(() => {})
      const held: Held = { bytes, lose: loss.reject }
      unproven.add(held)
      return {
        lost: loss.promise,
        keep() {
          if (unproven.delete(held)) kept.add(held)
        },
        leave() {
          unproven.delete(held)
          kept.delete(held)
        },
      }
    },
  }
}
