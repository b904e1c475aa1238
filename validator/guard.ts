import { isAppError, messageOf } from '../shared/errors.ts'
import type { Logger } from '../shared/log.ts'

/** Keeps services alive over faults that pass: a chain that is away, a disk that is full. */
export interface Guard {
  /** Result of the work, or `undefined` when it failed. Rethrows only when the signal aborts. */
  attempt<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T | undefined>
}

/**
 * A guard that writes one line when something fails and one when it works again, however often it is tried between:
 * an outage of an hour is two lines, not a thousand.
 */
export function createGuard({ log }: { readonly log: Logger }): Guard {
  let failing: string | undefined
  return {
    async attempt(work, signal) {
      try {
        const result = await work()
        if (failing !== undefined) log.info('works again', { after: failing })
        failing = undefined
        return result
      } catch (error) {
        if (signal.aborted) throw error
        const code = isAppError(error) ? error.code : 'unexpected'
        if (failing === code) log.debug('still failing', { code })
        else if (code === 'chain-unreachable')
          log.warn('the chain does not answer; scores are kept, trying again', { reason: messageOf(error) })
        else if (isAppError(error))
          log.error('failed; scores are kept, trying again', { code, reason: messageOf(error) })
        // A bug: here alone the stack is worth its lines.
        else log.error('failed; scores are kept, trying again', { error })
        failing = code
        return undefined
      }
    },
  }
}
