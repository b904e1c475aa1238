import type { Clock } from '../shared/clock.ts'
import { AppError } from '../shared/errors.ts'
import { createRateLimit, type RateLimit } from '../shared/rate-limit.ts'
import type { Ss58 } from '../shared/units.ts'
import { MAX_REQUEST_BYTES, MAX_RESPONSE_BYTES } from '../shared/wire/limits.ts'

/** What a validator needs that plays a round of the largest valid messages every second. */
export const DEFAULT_BYTES_PER_SECOND = Math.max(MAX_REQUEST_BYTES, MAX_RESPONSE_BYTES)

/**
 * How much work and traffic one validator may cause. Whatever is too much is refused as `rate-limited`, saying of what and,
 * as `retryAfterS` in the error's context, for how long.
 */
export interface Allowance {
  /**
   * Whether a request with a body of so many bytes may come. Takes nothing: it is not known yet who really asks.
   * @throws AppError `rate-limited`
   */
  check(sender: Ss58, bytes: number): void
  /** Counts a request whose sender is proven, and its body. @throws AppError `rate-limited` */
  takeRequest(sender: Ss58, bytes: number): void
  /** Counts answers that are to be sent: a short request may fetch long ones. @throws AppError `rate-limited` */
  takeAnswers(sender: Ss58, bytes: number): void
}

export interface AllowanceOptions {
  /** Requests of one validator. */
  readonly requestsPerSecond: number
  /** Bytes of its bodies, and as many again of the answers that it fetches. */
  readonly bytesPerSecond: number
  readonly clock: Pick<Clock, 'monotonic'>
}

/** See `Allowance`. Two seconds' worth may gather; of bytes enough for the largest valid message in any case. */
export function createAllowance({ requestsPerSecond, bytesPerSecond, clock }: AllowanceOptions): Allowance {
  const burst = Math.max(2 * bytesPerSecond, DEFAULT_BYTES_PER_SECOND)
  const requests = createRateLimit({ perSecond: requestsPerSecond, clock })
  const received = createRateLimit({ perSecond: bytesPerSecond, burst, clock })
  const sent = createRateLimit({ perSecond: bytesPerSecond, burst, clock })
  const allowed = `${bytesPerSecond / 1_024} KiB per second are allowed`

  const tooOften = (sender: Ss58) =>
    limited(requests, sender, 1, `asks too often: ${requestsPerSecond} requests per second are allowed`)
  const tooMuch = (sender: Ss58, bytes: number) =>
    limited(received, sender, bytes, `asks for too much: the request has ${bytes} bytes, and ${allowed}`)

  return {
    check(sender, bytes) {
      if (!requests.has(sender)) throw tooOften(sender)
      if (!received.has(sender, bytes)) throw tooMuch(sender, bytes)
    },
    takeRequest(sender, bytes) {
      if (!requests.take(sender)) throw tooOften(sender)
      if (!received.take(sender, bytes)) throw tooMuch(sender, bytes)
    },
    takeAnswers(sender, bytes) {
      if (!sent.take(sender, bytes))
        throw limited(sent, sender, bytes, `fetches too much: the answers have ${bytes} bytes, and ${allowed}`)
    },
  }
}

function limited(limit: RateLimit, sender: Ss58, tokens: number, fault: string): AppError {
  const retryAfterS = Math.max(1, Math.ceil(limit.waitMs(sender, tokens) / 1_000))
  return new AppError('rate-limited', `${sender} ${fault}; ask again in ${retryAfterS} s`, { retryAfterS })
}
