import type { Clock } from '../../../shared/clock.ts'

/** When blocks are made without being asked for. */
export type Sealing =
  /** Never: only `createBlock`. */
  | { readonly tag: 'manual' }
  /** As soon as an extrinsic is ready. */
  | { readonly tag: 'instant' }
  /** Every `ms`, empty or not; the first one at once. */
  | { readonly tag: 'interval'; readonly ms: number }

/** Waits until the next occasion to seal. */
export type NextSlot = (signal: AbortSignal) => Promise<void>

/**
 * A grid of slots, `ms` apart from now on, the first one at once.
 * Falling behind: a late block is followed by the next slot of the grid, so a short delay does not move later blocks.
 * Slots that passed meanwhile are left out and the current one is taken at once: never a burst of blocks.
 */
export function createIntervalSlots(ms: number, clock: Clock): NextSlot {
  const start = clock.monotonic()
  let slot = -1
  return async (signal) => {
    const elapsed = clock.monotonic() - start
    slot = Math.max(slot + 1, Math.floor(elapsed / ms))
    await clock.sleep(Math.max(0, slot * ms - elapsed), signal)
  }
}

/** A wait that `wake` ends; a wake without a wait is remembered once. */
export interface Wakeup {
  wake(): void
  readonly wait: NextSlot
}

/** Falling behind: wakes that come while a block is being made ask for one more block, not for one each. */
export function createWakeup(): Wakeup {
  let isPending = false
  let resume: (() => void) | undefined
  return {
    wake() {
      isPending = true
      resume?.()
    },
    async wait(signal) {
      if (!isPending) {
        await new Promise<void>((resolve, reject) => {
          const abort = () => reject(signal.reason)
          if (signal.aborted) return abort()
          signal.addEventListener('abort', abort, { once: true })
          resume = () => {
            signal.removeEventListener('abort', abort)
            resolve()
          }
        }).finally(() => {
          resume = undefined
        })
      }
      isPending = false
    },
  }
}
