import { concat } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import { deadline } from '../../shared/clock.ts'
import { messageOf } from '../../shared/errors.ts'
import { SIGNATURE_HEADER } from '../publish/signed-body.ts'
import type { Got, Source } from './source.ts'

/** How long, and how often, a server is asked. */
export interface HttpSourceOptions {
  /** For one body. */
  readonly timeoutMs?: number
  /** Tries while the server asks to wait. */
  readonly tries?: number
  readonly signal?: AbortSignal
}

const LONGEST_WAIT_MS = 5_000

/**
 * The transcripts that a server publishes. Nothing is read beyond the limit of a body and the time for it; redirects are
 * not followed.
 * @param base such as http://203.0.113.7:8080
 */
export function createHttpSource(
  base: string,
  clock: Pick<Clock, 'sleep' | 'monotonic'>,
  { timeoutMs = 60_000, tries = 30, signal = new AbortController().signal }: HttpSourceOptions = {},
): Source {
  const get = async (path: string, maxBytes: number): Promise<Got | { readonly waitMs: number }> => {
    const late = deadline(timeoutMs, signal)
    try {
      const response = await fetch(new URL(path, base), { redirect: 'error', signal: late })
      if (response.status === 200) return await readBody(response, maxBytes)
      await response.body?.cancel()
      if (response.status === 404) return { tag: 'missing' }
      const waitMs = 1_000 * Number(response.headers.get('retry-after') ?? Number.NaN)
      if ((response.status === 429 || response.status === 503) && waitMs >= 0)
        return { waitMs: Math.min(waitMs, LONGEST_WAIT_MS) }
      return { tag: 'refused', detail: `answered HTTP ${response.status}`, size: 1 }
    } catch (error) {
      if (signal.aborted) throw signal.reason
      if (late.aborted)
        return { tag: 'too-slow', detail: `no whole body within ${timeoutMs / 1_000} s`, size: timeoutMs / 1_000 }
      return { tag: 'unreachable', detail: reasonOf(error), size: 1 }
    }
  }

  return {
    name: base,
    async get(path, maxBytes) {
      for (let left = tries; left > 0; left--) {
        const got = await get(path, maxBytes)
        if ('tag' in got) return got
        await clock.sleep(got.waitMs, signal)
      }
      return { tag: 'refused', detail: `asked to wait ${tries} times`, size: 1 }
    },
  }
}

async function readBody(response: Response, maxBytes: number): Promise<Got> {
  const tooLarge: Got = { tag: 'too-large', detail: `more than ${maxBytes} bytes`, size: maxBytes }
  const announced = Number(response.headers.get('content-length') ?? 0)
  if (announced > maxBytes) {
    await response.body?.cancel()
    return { ...tooLarge, detail: `${announced} bytes`, size: announced }
  }
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    // Leaving the loop cancels the stream.
    if (length > maxBytes) return tooLarge
    parts.push(part)
  }
  return { tag: 'body', body: { bytes: concat(...parts), signature: response.headers.get(SIGNATURE_HEADER) ?? '' } }
}

/** `fetch` hides what went wrong behind "fetch failed". */
const reasonOf = (error: unknown): string =>
  error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : messageOf(error)
