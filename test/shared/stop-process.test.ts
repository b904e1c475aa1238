import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { STOP_WITH_PARENT, stopOnHangup } from '../../shared/stop-process.ts'

const PROGRAM = fileURLToPath(new URL('../support/stoppable.ts', import.meta.url))

const children = new Set<ChildProcess>()
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
})

interface Setting {
  readonly channel?: boolean
  readonly env?: Readonly<Record<string, string>>
}

/** Starts a program that stops in order, or, with `hangs`, says that it would and does not; waits until it runs. */
async function start(kind: 'obeys' | 'hangs' | 'no-service' | 'prints', { channel = true, env = {} }: Setting = {}) {
  const child = spawn(process.execPath, [PROGRAM, kind], {
    stdio: ['ignore', 'pipe', 'inherit', channel ? 'ipc' : 'ignore'],
    env: { ...process.env, ...env },
  })
  children.add(child)
  let text = ''
  const said = (word: string) =>
    new Promise<void>((resolve) => {
      const check = () => text.includes(word) && resolve()
      child.stdout?.on('data', check)
      check()
    })
  child.stdout?.setEncoding('utf8').on('data', (more: string) => {
    text += more
  })
  await said('running')
  // The channel keeps `close` from coming once this side has cut it.
  const isRead = once(child.stdout ?? child, 'close')
  const ended = once(child, 'exit').then(([code]) => isRead.then(() => code as number | null))
  return { child, said, text: () => text, ended }
}

const asked = { [STOP_WITH_PARENT]: '1' }

describe('a program whose parent is gone', () => {
  test('stops in order', async () => {
    const { child, text, ended } = await start('obeys', { env: asked })
    child.disconnect()
    expect(await ended).toBe(0)
    expect(text()).toContain('in order')
  })

  test('ends at once when nothing of it needs order', async () => {
    const { child, ended } = await start('no-service', { env: asked })
    child.disconnect()
    expect(await ended).toBe(143)
  })

  test('ends after some seconds when it cannot stop', async () => {
    const { child, text, ended } = await start('hangs', { env: asked })
    child.disconnect()
    expect(await ended).toBe(1)
    expect(text()).toContain('in order')
  })

  test('runs on when it was not asked to stop, as under a process manager that restarts itself', async () => {
    const { child, said, text, ended } = await start('obeys')
    child.disconnect()
    await said('alone')
    expect(text()).not.toContain('in order')
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  test('runs on without a channel, whatever the environment says', async () => {
    const { child, text, ended } = await start('obeys', { channel: false, env: asked })
    expect(text()).not.toContain('in order')
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })
})

describe('a hangup', () => {
  afterEach(() => {
    process.removeAllListeners('SIGHUP')
    process.removeAllListeners('SIGTERM')
  })

  test('stops in order where there is a terminal to be closed', () => {
    const stop = vi.fn()
    process.on('SIGTERM', stop)
    stopOnHangup({ isTTY: true })
    process.emit('SIGHUP')
    expect(stop).toHaveBeenCalledOnce()
  })

  test('means what the system says elsewhere, as under nohup', () => {
    stopOnHangup({ isTTY: false })
    expect(process.listenerCount('SIGHUP')).toBe(0)
  })
})

test('a run whose reader goes away stops in order', async () => {
  const { child, ended } = await start('prints', { channel: false })
  child.stdout?.destroy()
  // The code that the run sets last.
  expect(await ended).toBe(7)
})
