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
  const running = new Promise<void>((resolve) => {
    child.stdout?.setEncoding('utf8').on('data', (more: string) => {
      text += more
      if (text.includes('running')) resolve()
    })
  })
  await running
  return { child, text: () => text, ended: once(child, 'exit').then(([code]) => code as number | null) }
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

  test('ends after some seconds when it cannot stop', { timeout: 15_000 }, async () => {
    const { child, text, ended } = await start('hangs', { env: asked })
    child.disconnect()
    expect(await ended).toBe(1)
    expect(text()).toContain('in order')
  })

  test('runs on when it was not asked to stop, as under a process manager that restarts itself', async () => {
    const { child, ended } = await start('obeys')
    child.disconnect()
    expect(await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 300, 'runs'))])).toBe('runs')
  })

  test('runs on without a channel, whatever the environment says', async () => {
    const { ended } = await start('obeys', { channel: false, env: asked })
    expect(await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 300, 'runs'))])).toBe('runs')
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
