import { type Clock, systemClock } from './clock.ts'

/** Runs until the signal aborts, then settles. Rejects only on a bug or a fault it cannot recover from. */
export interface Service {
  readonly name: string
  run(signal: AbortSignal): Promise<void>
}

/** One Ctrl-C may come twice, from the terminal and from npm; a person needs longer to mean it. */
const SAME_INTERRUPT_MS = 300

/**
 * Runs services side by side until SIGINT or SIGTERM, the parent's abort or the first failure; then stops all of them
 * and waits. A second SIGINT ends the process at once.
 * @throws the first failure.
 */
export async function runUntilSignal(
  services: readonly Service[],
  parent?: AbortSignal,
  clock: Pick<Clock, 'monotonic'> = systemClock,
): Promise<void> {
  const controller = new AbortController()
  const stop = () => controller.abort(new DOMException('stopped by a signal', 'AbortError'))
  let interruptedAt: number | undefined
  const interrupt = () => {
    const now = clock.monotonic()
    if (interruptedAt !== undefined && now - interruptedAt >= SAME_INTERRUPT_MS) process.exit(130)
    interruptedAt ??= now
    stop()
  }
  const stopWithParent = () => controller.abort(parent?.reason)
  process.on('SIGINT', interrupt)
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
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', stop)
    parent?.removeEventListener('abort', stopWithParent)
  }
  if (failure !== undefined) throw failure
}
