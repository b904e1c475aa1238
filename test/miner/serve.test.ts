import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { serve } from '../../miner/serve.ts'
import { systemClock } from '../../shared/clock.ts'

const local = { host: '127.0.0.1', port: 0, clock: systemClock }

describe('a listener', () => {
  it('serves on a free port, then frees it', async () => {
    const listener = await serve({ ...local, fetch: () => new Response('hello') })
    expect(await (await fetch(`http://127.0.0.1:${listener.port}/`)).text()).toBe('hello')
    await listener.close()
    await listener.close()
    await expect(fetch(`http://127.0.0.1:${listener.port}/`)).rejects.toThrow()
    const again = await serve({ ...local, port: listener.port, fetch: () => new Response('again') })
    await again.close()
  })

  it('says which port is in use', async () => {
    const first = await serve({ ...local, fetch: () => new Response() })
    await expect(serve({ ...local, port: first.port, fetch: () => new Response() })).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(String(first.port)),
    })
    await first.close()
  })

  it('says which address is not its own', async () => {
    await expect(serve({ ...local, host: '203.0.113.1', fetch: () => new Response() })).rejects.toMatchObject({
      code: 'cannot-listen',
    })
  })

  it('lets a running request end, and cuts off one that takes too long', async () => {
    const gate = Promise.withResolvers<void>()
    const entered = Promise.withResolvers<void>()
    const fetched = async () => {
      entered.resolve()
      await gate.promise
      return new Response('done')
    }
    const listener = await serve({ ...local, fetch: fetched, graceMs: 60_000 })
    const answer = fetch(`http://127.0.0.1:${listener.port}/`, { headers: { connection: 'close' } })
    await entered.promise
    const closing = listener.close()
    gate.resolve()
    expect(await (await answer).text()).toBe('done')
    await closing

    const stuck = Promise.withResolvers<void>()
    const hang = () => {
      stuck.resolve()
      return new Promise<Response>(() => {})
    }
    const stubborn = await serve({ ...local, fetch: hang, graceMs: 50 })
    const cut = expect(fetch(`http://127.0.0.1:${stubborn.port}/`)).rejects.toThrow()
    await stuck.promise
    await stubborn.close()
    await cut
  })

  it('closes idle connections rather than keep others out', async () => {
    const listener = await serve({ ...local, fetch: () => new Response('ok'), maxConnections: 4 })
    for (let i = 0; i < 10; i++) {
      const socket = connect(listener.port, '127.0.0.1')
      socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
      const [reply] = await once(socket, 'data')
      expect(String(reply)).toContain('200')
    }
    await listener.close()
  })

  it.each([
    ['sends nothing', ''],
    ['begins its headers', 'GET / HTTP/1.1\r\nho'],
    ['sends no more of its body once it is answered', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\n1'],
  ])('is not full of connections of whoever %s', async (_, beginning) => {
    const listener = await serve({ ...local, fetch: () => new Response('ok'), maxConnections: 4 })
    const held = Array.from({ length: 10 }, () => connect(listener.port, '127.0.0.1'))
    let closed = 0
    for (const socket of held) {
      socket.on('error', () => {}).on('close', () => closed++)
      socket.resume().write(beginning)
    }
    // Three quarters of four stay.
    await expect.poll(() => closed).toBe(7)
    expect(await (await fetch(`http://127.0.0.1:${listener.port}/`)).text()).toBe('ok')
    for (const socket of held) socket.destroy()
    await listener.close()
  })

  it('closes no connection that is at work to make room', async () => {
    const gates = Array.from({ length: 3 }, () => Promise.withResolvers<Response>())
    const entered = Array.from({ length: 3 }, () => Promise.withResolvers<void>())
    let asked = 0
    const fetched = () => {
      entered[asked]?.resolve()
      return gates[asked++]?.promise ?? new Response('ok')
    }
    const listener = await serve({ ...local, fetch: fetched, maxConnections: 4 })
    const url = `http://127.0.0.1:${listener.port}/`
    const answers = gates.map(() => fetch(url, { headers: { connection: 'close' } }))
    await Promise.all(entered.map(({ promise }) => promise))
    const idle = connect(listener.port, '127.0.0.1')
    await once(idle, 'connect')
    idle.destroy()
    for (const { resolve } of gates) resolve(new Response('worked'))
    expect(await Promise.all(answers.map(async (answer) => (await answer).text()))).toEqual(Array(3).fill('worked'))
    await listener.close()
  })

  it('drops who does not read its answer', async () => {
    const dropped = Promise.withResolvers<void>()
    const answer = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
          cancel: () => dropped.resolve(),
        }),
      )
    const listener = await serve({ ...local, fetch: answer, stallMs: 100 })
    const socket = connect(listener.port, '127.0.0.1').pause()
    socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n')
    await dropped.promise
    socket.destroy()
    await listener.close()
  })

  it('survives what is no HTTP', async () => {
    const listener = await serve({ ...local, fetch: () => new Response('still here') })
    const socket = connect(listener.port, '127.0.0.1')
    socket.end('\x16\x03\x01 no http\r\n\r\n')
    const [reply] = await once(socket, 'data')
    expect(String(reply)).toContain('400')
    expect(await (await fetch(`http://127.0.0.1:${listener.port}/`)).text()).toBe('still here')
    await listener.close()
  })

  it('runs until the stop', async () => {
    const listener = await serve({ ...local, fetch: () => new Response() })
    const controller = new AbortController()
    const running = listener.run(controller.signal)
    controller.abort()
    await running
    await expect(fetch(`http://127.0.0.1:${listener.port}/`)).rejects.toThrow()
  })
})
