import { deadline } from './clock.ts'

/**
 * Environment variable of a program that is to stop with the process that started it. The channel between the two says
 * when that is; the variable is there because process managers hold such channels too, and may restart themselves.
 */
export const STOP_WITH_PARENT = 'MERITNET_STOP_WITH_PARENT'

/** What is stopped in order gets as long as from a parent that waits. */
const OBEY_MS = 4_000

/** Stops this process as a SIGTERM would: in order where somebody listens, otherwise at once with `exitCode`. */
export function stopProcess(exitCode: number): void {
  if (!process.emit('SIGTERM', 'SIGTERM')) process.exit(exitCode)
}

/**
 * Stops this process when the one that started it is gone, however it ended: the system closes the channel then. Does
 * nothing where the process was not asked to, or has no channel.
 */
export function stopWithParent(): void {
  if (process.env[STOP_WITH_PARENT] === undefined || process.connected === undefined) return
  const stop = () => {
    // Nobody is left to kill a process that does not obey.
    deadline(OBEY_MS).addEventListener('abort', () => process.exit(1))
    stopProcess(143)
  }
  if (process.connected) process.once('disconnect', stop)
  else stop()
  // To listen keeps a process alive that has nothing else to do.
  process.channel?.unref()
}

/**
 * Stops this process in order when its terminal is closed. Without a terminal a hangup means what the system says, so
 * that `nohup` holds.
 */
export function stopOnHangup(stream: { readonly isTTY?: boolean }): void {
  if (stream.isTTY === true) process.on('SIGHUP', () => stopProcess(129))
}
