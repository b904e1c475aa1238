import { messageOf } from '../../../shared/errors.ts'

/** What went wrong with one participant's strategy: it lost its turn, and the run went on. */
export interface Fault {
  /** Name of the participant. */
  readonly who: string
  /** The first such message. */
  readonly message: string
  /** Epoch of the first. */
  readonly epoch: number
  readonly count: number
}

/** Keeps strategies from each other and from the run. */
export interface FaultLog {
  /** What `turn` gives; `undefined`, and a note, when it throws. */
  guard<T>(who: string, epoch: number, turn: () => T): T | undefined
  note(who: string, epoch: number, message: string): void
  /** In the order of the first of each. */
  list(): readonly Fault[]
}

/** Different messages of one participant that are kept apart. */
const MOST_MESSAGES = 20

export function createFaultLog(): FaultLog {
  const faults = new Map<string, Fault>()
  const messages = new Map<string, number>()
  const log: FaultLog = {
    guard(who, epoch, turn) {
      try {
        return turn()
      } catch (error) {
        log.note(who, epoch, messageOf(error))
        return undefined
      }
    },
    note(who, epoch, message) {
      const kinds = messages.get(who) ?? 0
      const text = kinds < MOST_MESSAGES ? message : 'more kinds of faults'
      const key = `${who}\n${text}`
      const known = faults.get(key)
      if (known === undefined) messages.set(who, kinds + 1)
      faults.set(
        key,
        known === undefined ? { who, message: text, epoch, count: 1 } : { ...known, count: known.count + 1 },
      )
    },
    list: () => [...faults.values()],
  }
  return log
}
