import type { ObjectState } from './object-state.ts'
import { ABSENT, type Entry } from './object-table.ts'

/** One entry of a storage item in one state. `R` is what a read returns, see `StorageDef`. */
export interface Cell<V, R> {
  get(): R
  has(): boolean
  put(value: V): void
}

/** A cell of a state that holds objects: nothing is looked up. */
export class ObjectCell implements Cell<unknown, unknown> {
  readonly #state: ObjectState
  readonly #entry: Entry
  readonly #fallback: unknown

  constructor(state: ObjectState, entry: Entry, fallback: unknown) {
    this.#state = state
    this.#entry = entry
    this.#fallback = fallback
  }

  get(): unknown {
    const { value } = this.#entry
    return value === ABSENT ? this.#fallback : value
  }

  has(): boolean {
    return this.#entry.value !== ABSENT
  }

  put(value: unknown): void {
    this.#state.writeEntry(this.#entry, value)
  }
}
