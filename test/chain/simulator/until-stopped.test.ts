import { afterEach, describe, expect, it } from 'vitest'
import { untilStopped } from '../../../chain/simulator/until-stopped.ts'
import { fakeStreams } from '../../support/fake-streams.ts'

const before = process.exitCode

afterEach(() => {
  process.exitCode = before
})

describe('the long part of a command', () => {
  it('gives what it came to', async () => {
    const { streams, stderrText } = fakeStreams()
    expect(await untilStopped('work', async () => 7, streams)).toBe(7)
    expect(stderrText()).toBe('')
    expect(process.exitCode).toBe(before)
  })

  it('says what is left when a signal stops it, and ends as Ctrl-C does', async () => {
    const { streams, stderrText } = fakeStreams()
    const work = (signal: AbortSignal) =>
      new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
        process.emit('SIGINT')
      })
    expect(await untilStopped('work', work, { ...streams, left: 'half is done' })).toBeUndefined()
    expect(stderrText()).toBe('stopped; half is done\n')
    expect(process.exitCode).toBe(130)
  })

  it('throws what went wrong', async () => {
    const work = () => Promise.reject(new Error('broken'))
    await expect(untilStopped('work', work, fakeStreams().streams)).rejects.toThrow('broken')
    expect(process.exitCode).toBe(before)
  })
})
