/**
 * Turns a subscription into a stream that keeps only the newest value: a consumer that falls behind skips to it.
 * Ends when the signal aborts.
 */
export async function* latestOf<T>(
  signal: AbortSignal,
  subscribe: (push: (value: T) => void) => Promise<() => void>,
): AsyncGenerator<T> {
  if (signal.aborted) return
  let newest: { readonly value: T } | undefined
  let wake = () => {}
  const stop = () => wake()
  const unsubscribe = await subscribe((value) => {
    newest = { value }
    wake()
  })
  signal.addEventListener('abort', stop)
  try {
    while (!signal.aborted) {
      if (newest === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        continue
      }
      const { value } = newest
      newest = undefined
      yield value
    }
  } finally {
    signal.removeEventListener('abort', stop)
    unsubscribe()
  }
}
