import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { openScreen } from '../../../chain/devnet/screen.ts'

/** A stream that keeps what is written. */
function stream(properties: { readonly isTTY: boolean; readonly columns?: number; readonly rows?: number }) {
  const pipe = Object.assign(new PassThrough(), properties)
  return { stream: pipe as unknown as NodeJS.WriteStream, text: () => String(pipe.read() ?? '') }
}

describe('screen', () => {
  test.each([
    ['a pipe', { isTTY: false }, {}],
    ['a terminal that cannot move its cursor', { isTTY: true, columns: 80 }, { TERM: 'dumb' }],
  ])('%s gets plain lines, no pictures and no control codes', (_, properties, env) => {
    const pipe = stream(properties)
    const screen = openScreen(pipe.stream, env)
    screen.draw('picture')
    screen.print('\u001b[1mbold\u001b[22m line')
    screen.close()
    expect(screen.isLive).toBe(false)
    expect(screen.width).toBe(Number.POSITIVE_INFINITY)
    expect(pipe.text()).toBe('bold line\n')
  })

  test('a terminal gets the picture and a line that stays', () => {
    const terminal = stream({ isTTY: true, columns: 40, rows: 24 })
    const screen = openScreen(terminal.stream, { TERM: 'xterm' })
    screen.draw('picture')
    screen.print('a line')
    screen.draw('another')
    screen.close()
    expect(screen.width).toBe(40)
    const text = terminal.text()
    for (const part of ['picture', 'a line', 'another']) expect(text).toContain(part)
  })

  test('tells the width of a terminal that was made narrower', () => {
    const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 120, rows: 24 })
    const screen = openScreen(terminal as unknown as NodeJS.WriteStream, {})
    terminal.columns = 60
    expect(screen.width).toBe(60)
  })
})
