import type { Clock } from '../../clock.ts'

/**
 * A clock that stands while others have the processor, so that the cost of a mechanism does not hang on how busy the
 * machine is: the processor time of this thread, or of the process on a Node.js that does not tell threads apart.
 */
export const cpuClock: Pick<Clock, 'monotonic'> = {
  monotonic() {
    const { user, system } =
      typeof process.threadCpuUsage === 'function' ? process.threadCpuUsage() : process.cpuUsage()
    return (user + system) / 1000
  },
}
