import type { Readable } from 'node:stream'
import type { Clock } from '../../shared/clock.ts'

/** The streams of a process; for files named `-`, the first two stand in. */
export interface StandardStreams {
  readonly stdin: Readable
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream
}

/** What a command of the simulator needs from outside. */
export interface CommandDeps {
  readonly streams: StandardStreams
  readonly clock: Clock
}
