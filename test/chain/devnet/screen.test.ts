import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { openScreen } from '../../../chain/devnet/screen.ts'

test('a pipe gets plain lines and no pictures', () => {
  const pipe = Object.assign(new PassThrough(), { isTTY: false })
  const screen = openScreen(pipe as unknown as NodeJS.WriteStream)
  screen.draw('picture')
  screen.print('\u001b[1mbold\u001b[22m line')
  screen.close()
  expect(screen.isLive).toBe(false)
  expect(String(pipe.read())).toBe('bold line\n')
})
