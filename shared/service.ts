/** Runs until the signal aborts, then settles. Rejects only on a bug or a fault it cannot recover from. */
export interface Service {
  readonly name: string
  run(signal: AbortSignal): Promise<void>
}

/**
 * Runs services side by side until SIGINT or SIGTERM, the parent's abort or the first failure; then stops all of them
 * and waits. A second SIGINT ends the process at once.
 * @throws the first failure.
 */
export async function runUntilSignal(services: readonly Service[], parent?: AbortSignal): Promise<void> {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort(new DOMException('stopped by a signal', 'AbortError'))
  }
  const stopWithParent = () => controller.abort(parent?.reason)
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  parent?.addEventListener('abort', stopWithParent, { once: true })
  if (parent?.aborted) stopWithParent()
  let failure: unknown
  const guard = async (service: Service) => {
    try {
      await service.run(controller.signal)
    } catch (error) {
      // An abort of our own is how a service is told to stop, not a failure.
      if (!controller.signal.aborted) failure = error
      controller.abort(error)
    }
  }
  try {
    await Promise.all(services.map(guard))
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    parent?.removeEventListener('abort', stopWithParent)
  }
  if (failure !== undefined) throw failure
}
