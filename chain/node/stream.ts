import { AppError } from '../../shared/errors.ts'

/** A queue with one reader: what is pushed before it reads waits for it. */
export interface Stream<T> {
  push(value: T): void
  /** The reader gets what is left, then the end. */
  end(): void
  /** For one reader. */
  readonly values: AsyncIterable<T>
}

/** Most values that wait for a slow reader. Block references and statuses are small, so this bounds little memory. */
const MAX_WAITING = 8192

/**
 * A stream that ends when the signal aborts. A reader that falls more than 8192 values behind gets AppError
 * `slow-consumer` after those: nothing is skipped silently and memory stays bounded.
 * @param onClose called once when an open stream ends for whatever reason, to unregister the writer.
 */
export function createStream<T>(signal: AbortSignal, onClose: () => void): Stream<T> {
  const waiting: T[] = []
  let isEnded = signal.aborted
  let failure: AppError | undefined
  let wake: (() => void) | undefined

  const end = (): void => {
    if (isEnded) return
    isEnded = true
    signal.removeEventListener('abort', end)
    onClose()
    wake?.()
  }
  const push = (value: T): void => {
    if (isEnded) return
    if (waiting.length >= MAX_WAITING) {
      failure = new AppError('slow-consumer', `a reader fell ${MAX_WAITING} values behind; subscribe again to go on`)
      end()
      return
    }
    waiting.push(value)
    wake?.()
  }
  async function* read(): AsyncGenerator<T, void> {
    try {
      while (true) {
        // An abort means that nobody wants the rest.
        if (signal.aborted) return
        const batch = waiting.splice(0)
        yield* batch
        if (waiting.length > 0) continue
        if (failure !== undefined) throw failure
        if (isEnded) return
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        wake = undefined
      }
    } finally {
      end()
    }
  }
  if (!isEnded) signal.addEventListener('abort', end, { once: true })
  return { push, end, values: read() }
}

/** One writer, many readers, each with a stream of its own. */
export interface Broadcast<T> {
  publish(value: T): void
  /** Everything published from now on. */
  subscribe(signal: AbortSignal): AsyncIterable<T>
  /** Ends all streams and those opened later. */
  close(): void
}

export function createBroadcast<T>(): Broadcast<T> {
  const streams = new Set<Stream<T>>()
  let isClosed = false
  return {
    publish(value) {
      for (const stream of [...streams]) stream.push(value)
    },
    subscribe(signal) {
      const stream: Stream<T> = createStream(signal, () => streams.delete(stream))
      if (isClosed) stream.end()
      else if (!signal.aborted) streams.add(stream)
      return stream.values
    },
    close() {
      isClosed = true
      for (const stream of [...streams]) stream.end()
    },
  }
}
