import { describe, expect, test, vi } from 'vitest'
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

  test('a Ctrl-C that comes twice at once is one; another one ends the process', async () => {
    const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never)
    let now = 1_000
    const done = new AbortController()
    const slow: Service = {
      name: 'slow',
      run: () => new Promise((resolve) => done.signal.addEventListener('abort', () => resolve())),
    }
    const running = runUntilSignal([slow], undefined, { monotonic: () => now })
    process.emit('SIGINT')
    now += 1
    process.emit('SIGINT')
    // A parent that was interrupted too stops its children in order: that is no second Ctrl-C.
    now += 1_000
    process.emit('SIGTERM')
    expect(exit).not.toHaveBeenCalled()
    process.emit('SIGINT')
    expect(exit).toHaveBeenCalledWith(130)
    done.abort()
    await running
    exit.mockRestore()
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
