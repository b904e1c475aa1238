import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import type { AskOptions } from '../../validator/dendrite.ts'
import { readAnswer } from '../../validator/read-answer.ts'
import type { Reply } from '../../validator/reply.ts'
import { closedPort, serveHttp, serveTcp } from '../support/loopback.ts'
import { askOne, json, jsonHead, respondRaw, route, SHORT_DEADLINE } from './support/dendrite.ts'

beforeAll(cryptoReady)

describe('an axon that misbehaves', () => {
  const http = async (listener: RequestListener): Promise<Reply> => askOne(await serveHttp(listener))
  const tcp = async (onConnection: (socket: Socket) => void, options: Partial<AskOptions> = {}): Promise<Reply> =>
    askOne(await serveTcp(onConnection), options)

  it('hangs before it accepts the request', async () => {
    expect((await tcp(() => {}, SHORT_DEADLINE)).tag).toBe('timeout')
  })

  it('hangs after its headers', async () => {
    const reply = await tcp(respondRaw(`${jsonHead}Content-Length: 12\r\n\r\n`), SHORT_DEADLINE)
    expect(reply.tag).toBe('timeout')
  })

  it('trickles its answer byte by byte', async () => {
    const reply = await tcp((socket) => {
      socket.once('data', () => {
        socket.write(`${jsonHead}Content-Length: 9000\r\n\r\n`)
        const timer = setInterval(() => socket.write(' '), 5)
        socket.on('close', () => clearInterval(timer))
      })
    }, SHORT_DEADLINE)
    expect(reply.tag).toBe('timeout')
  })

  it('trickles its headers byte by byte', async () => {
    const reply = await tcp((socket) => {
      const head = `HTTP/1.1 200 OK\r\nX-Filler: ${'a'.repeat(10_000)}`
      let sent = 0
      const timer = setInterval(() => socket.write(head.charAt(sent++)), 5)
      socket.on('close', () => clearInterval(timer))
    }, SHORT_DEADLINE)
    expect(reply.tag).toBe('timeout')
  })

  it('sends informational answers without end', async () => {
    const reply = await tcp((socket) => {
      socket.once('data', () => {
        const timer = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 5)
        socket.on('close', () => clearInterval(timer))
      })
    }, SHORT_DEADLINE)
    expect(reply.tag).toBe('timeout')
  })

  it('is not there', async () => {
    expect((await askOne(await closedPort())).tag).toBe('unreachable')
  })

  it('crashes when it is asked', async () => {
    expect((await tcp((socket) => void socket.once('data', () => socket.resetAndDestroy()))).tag).toBe('unreachable')
    expect((await tcp((socket) => void socket.once('data', () => socket.end()))).tag).toBe('unreachable')
  })

  it('crashes in the middle of its answer', async () => {
    const reply = await tcp((socket) => {
      socket.once('data', () => socket.write(`${jsonHead}Content-Length: 12\r\n\r\n{"ans`, () => socket.destroy()))
    })
    expect(reply.tag).toBe('unreachable')
  })

  it('redirects: the new place is never asked', async () => {
    let visits = 0
    const trap = await serveHttp((_, response) => {
      visits++
      json(response, { answer: 1 })
    })
    const reply = await http((_, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${trap.port}/test` }).end()
    })
    expect(reply).toMatchObject({ tag: 'refused', status: 307 })
    expect(visits).toBe(0)
  })

  it('announces a long answer', async () => {
    expect((await tcp(respondRaw(`${jsonHead}Content-Length: 10001\r\n\r\n`))).tag).toBe('too-large')
  })

  it('sends without end', async () => {
    let sent = 0
    const reply = await http((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      const pour = (): void => {
        while (!response.destroyed && response.write(' '.repeat(1000))) sent += 1000
      }
      response.on('drain', pour)
      pour()
    })
    expect(reply.tag).toBe('too-large')
    expect(sent).toBeLessThan(10_000_000)
  })

  it('answers exactly at the limit and is heard', async () => {
    const body = `{"answer":1}${' '.repeat(10_000 - 12)}`
    expect((await tcp(respondRaw(`${jsonHead}Content-Length: 10000\r\n\r\n${body}`))).tag).toBe('received')
  })

  it('hides a bomb in a compressed answer', async () => {
    const reply = await http((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end(gzipSync(Buffer.alloc(5_000_000, ' ')))
    })
    expect(reply.tag).toBe('malformed')
  })

  it('answers with a page', async () => {
    const reply = await http((_, response) => void response.setHeader('content-type', 'text/html').end('<html>'))
    expect(reply.tag).toBe('malformed')
  })

  it('does not speak HTTP', async () => {
    expect((await tcp((socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n'))).tag).toBe('malformed')
  })

  it('floods with headers', async () => {
    expect((await tcp(respondRaw(`${jsonHead}${'X-Filler: 1234567890\r\n'.repeat(2000)}`))).tag).toBe('malformed')
  })

  it('changes the protocol', async () => {
    const head = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'
    expect((await tcp(respondRaw(head))).tag).toBe('malformed')
  })

  it('refuses with a problem, told in clean words', async () => {
    const reply = await http((_, response) => {
      const problem = {
        type: 'about:blank',
        title: 'no',
        status: 403,
        detail: 'no \u001b[31mpermit\n',
        code: 'no-permit',
      }
      json(response, problem, 403)
    })
    expect(reply).toMatchObject({
      tag: 'refused',
      status: 403,
      code: 'no-permit',
      detail: 'HTTP 403 no-permit: no [31mpermit',
    })
  })

  it('refuses without a word or with too many', async () => {
    expect(await http((_, response) => void response.writeHead(500).end())).toMatchObject({
      tag: 'refused',
      code: undefined,
    })
    expect(await http((_, response) => void response.writeHead(500).end('x'.repeat(1e6)))).toMatchObject({
      status: 500,
    })
  })

  it.each([
    ['no JSON', '{"answer":'],
    ['another shape', '{"answer":"1"}'],
    ['nothing', ''],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    ['JSON of a million levels', '['.repeat(9_999)],
  ])('lies: answers with %s', async (_, body) => {
    const reply = await http(
      (_request, response) => void response.setHeader('content-type', 'application/json').end(body),
    )
    expect(reply.tag).toBe('received')
    expect(readAnswer(route, reply).tag).toBe('malformed')
  })
})
