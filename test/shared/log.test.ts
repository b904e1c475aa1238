import { expect, test } from 'vitest'
import { createLogger } from '../../shared/log.ts'

const capture = (level: 'info' | 'debug', format: 'json' | 'text') => {
  const lines: string[] = []
  const log = createLogger({
    name: 'test',
    level,
    format,
    destination: { write: (line: string) => void lines.push(line) },
  })
  return { log, lines }
}

test('JSON lines carry message, context and the error with its cause', () => {
  const { log, lines } = capture('info', 'json')
  log.child({ netuid: 2 }).error('weights refused', { error: new Error('late') })
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    name: 'test',
    msg: 'weights refused',
    netuid: 2,
    error: { message: 'late' },
  })
})

test('lines below the level are dropped', () => {
  const { log, lines } = capture('info', 'json')
  log.debug('detail')
  log.info('step')
  expect(lines).toHaveLength(1)
})
