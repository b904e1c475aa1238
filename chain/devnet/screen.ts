import { stripVTControlCharacters } from 'node:util'
import { createLogUpdate } from 'log-update'

/** Where a run is shown: a picture that is redrawn on a terminal, lines elsewhere. */
export interface Screen {
  readonly isLive: boolean
  /** Columns of the terminal as it is now; without bound elsewhere. */
  readonly width: number
  /** Replaces the picture; does nothing where there is none. */
  draw(picture: string): void
  /** A line that stays, above the picture. */
  print(line: string): void
  /** Leaves the last picture standing. */
  close(): void
}

/**
 * A terminal gets the live picture; a pipe, a file or a terminal that cannot move its cursor (TERM=dumb) plain lines
 * alone.
 */
export function openScreen(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv = process.env): Screen {
  if (!stream.isTTY || env.TERM === 'dumb') {
    const print = (text: string) => stream.write(`${stripVTControlCharacters(text)}\n`)
    return { isLive: false, width: Number.POSITIVE_INFINITY, draw() {}, print, close() {} }
  }
  const update = createLogUpdate(stream)
  return {
    isLive: true,
    get width() {
      return stream.columns
    },
    draw: (picture) => update(picture),
    print: (line) => update.persist(line),
    close: () => update.done(),
  }
}
