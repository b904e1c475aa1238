import { stripVTControlCharacters } from 'node:util'
import { createLogUpdate } from 'log-update'

/** Where a run is shown: a picture that is redrawn on a terminal, lines elsewhere. */
export interface Screen {
  readonly isLive: boolean
  /** Replaces the picture; does nothing where there is none. */
  draw(picture: string): void
  /** A line that stays, above the picture. */
  print(line: string): void
  /** Leaves the last picture standing. */
  close(): void
}

/** A terminal gets the live picture, a pipe or a file plain lines alone. */
export function openScreen(stream: NodeJS.WriteStream): Screen {
  if (!stream.isTTY) {
    const print = (text: string) => stream.write(`${stripVTControlCharacters(text)}\n`)
    return { isLive: false, draw() {}, print, close() {} }
  }
  const update = createLogUpdate(stream)
  return {
    isLive: true,
    draw: (picture) => update(picture),
    print: (line) => update.persist(line),
    close: () => update.done(),
  }
}
