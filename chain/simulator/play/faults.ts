import { AppError, messageOf } from '../../../shared/errors.ts'

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
  /** What `turn` gives, for who notes what it throws itself. @throws AppError `stopped` for who has no more turns. */
  watch<T>(who: string, epoch: number, turn: () => T): T
  note(who: string, epoch: number, message: string): void
  /** In the order of the first of each. */
  list(): readonly Fault[]
}

export interface FaultLogOptions {
  /** Hears whose turn it is, and `undefined` when it is over: who waits from outside can tell who hangs. */
  readonly onTurn?: ((who: string | undefined, epoch: number) => void) | undefined
  /** Participants that have no turns from an epoch on, with the reason. */
  readonly stopped?: ReadonlyMap<string, { readonly epoch: number; readonly reason: string }>
}

/** Different messages of one participant that are kept apart. */
const MOST_MESSAGES = 20

export function createFaultLog({ onTurn, stopped }: FaultLogOptions = {}): FaultLog {
  const faults = new Map<string, Fault>()
  const messages = new Map<string, number>()
  const log: FaultLog = {
    guard(who, epoch, turn) {
      try {
        return log.watch(who, epoch, turn)
      } catch (error) {
        log.note(who, epoch, messageOf(error))
        return undefined
      }
    },
    watch(who, epoch, turn) {
      const stop = stopped?.get(who)
      if (stop !== undefined && epoch >= stop.epoch) throw new AppError('stopped', stop.reason)
      if (onTurn === undefined) return turn()
      onTurn(who, epoch)
      try {
        return turn()
      } finally {
        onTurn(undefined, epoch)
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
