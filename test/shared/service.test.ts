import { describe, expect, test } from 'vitest'
import { runUntilSignal, type Service } from '../../shared/service.ts'

const untilAborted = (stopped: string[], name: string): Service => ({
  name,
  run: (signal) =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        stopped.push(name)
        resolve()
      })
    }),
})

describe('runUntilSignal', () => {
  test('SIGTERM stops every service and resolves', async () => {
    const stopped: string[] = []
    const running = runUntilSignal([untilAborted(stopped, 'a'), untilAborted(stopped, 'b')])
    process.emit('SIGTERM')
    await running
    expect(stopped).toEqual(['a', 'b'])
    expect(process.listenerCount('SIGTERM')).toBe(0)
  })

  test('the first failure stops the others and is thrown', async () => {
    const stopped: string[] = []
    const failing: Service = { name: 'bad', run: () => Promise.reject(new Error('broken')) }
    await expect(runUntilSignal([untilAborted(stopped, 'a'), failing])).rejects.toThrow('broken')
    expect(stopped).toEqual(['a'])
  })

  test('a service that rejects because it was told to stop is no failure', async () => {
    const parent = new AbortController()
    const obeying: Service = {
      name: 'obeying',
      run: (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    }
    const running = runUntilSignal([obeying], parent.signal)
    parent.abort()
    await expect(running).resolves.toBeUndefined()
  })
})
