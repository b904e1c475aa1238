import { expect, test } from 'vitest'
import { AppError, isAppError, messageOf } from '../../shared/errors.ts'

test('an AppError is told by its code and keeps its cause', () => {
  const error = new AppError('unknown-netuid', 'netuid 9 does not exist', { netuid: 9 }, new Error('asked'))
  expect(isAppError(error)).toBe(true)
  expect(isAppError(error, 'unknown-netuid')).toBe(true)
  expect(isAppError(error, 'other')).toBe(false)
  expect(isAppError(new Error('plain'))).toBe(false)
  expect(error).toMatchObject({ context: { netuid: 9 }, cause: { message: 'asked' } })
})

test('anything thrown has a text', () => {
  expect(messageOf(new Error('a'))).toBe('a')
  expect(messageOf('b')).toBe('b')
  expect(messageOf({ message: 'c' })).toBe('c')
  expect(messageOf(undefined)).toBe('undefined')
})
