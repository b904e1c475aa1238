import { createHash } from 'node:crypto'
import type { RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { systemClock } from '../../shared/clock.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import type { Ss58 } from '../../shared/units.ts'
import { verifyRequest } from '../../shared/wire/auth.ts'
import { createReplayStore } from '../../shared/wire/replay-store.ts'
import type { Route } from '../../shared/wire/route.ts'
import { parserOf } from '../../shared/zod-parser.ts'
import { type AskOptions, createDendrite, type Dendrite } from '../../validator/dendrite.ts'
import { readAnswer } from '../../validator/read-answer.ts'
import type { Reply } from '../../validator/reply.ts'
import { closedPort, type Loopback, serveHttp, serveTcp } from './support/axon.ts'
import { hotkeyOf } from './support/database.ts'

const route: Route<{ question: string }, { answer: number }> = {
  name: 'test',
  path: '/test',
  request: parserOf(z.object({ question: z.string() }), 'test request'),
  response: parserOf(z.object({ answer: z.number() }), 'test response'),
  maxRequestBytes: 1000,
  maxResponseBytes: 10_000,
}

const DEADLINE_MS = 400
const never = new AbortController().signal

beforeAll(cryptoReady)

function dendriteForTest(allowLocalAxons = true): Dendrite {
  const dendrite = createDendrite({ hotkey: keypairFromUri('//Alice'), clock: systemClock, allowLocalAxons })
  onTestFinished(() => dendrite.close())
  return dendrite
}

async function askOne(axon: Loopback | undefined, options: Partial<AskOptions> = {}, dendrite = dendriteForTest()) {
  const targets = [{ hotkey: hotkeyOf(1), axon }]
  const [reply] = await dendrite.ask(route, { question: '?' }, targets, {
    deadlineMs: DEADLINE_MS,
    signal: never,
    ...options,
  })
  return reply!
}

const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}
const respondRaw = (text: string) => (socket: Socket) => void socket.once('data', () => socket.write(text))
const jsonHead = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'

describe('an honest axon', () => {
  it('is asked with a signed POST and answers', async () => {
    const bob = keypairFromUri('//Bob')
    const seen = createReplayStore({ notBeforeNs: 0n })
    const senders: Ss58[] = []
    const { ip, port } = await serveHttp(async (request, response) => {
      const body = Buffer.concat(await request.toArray())
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      const { method = '', url: target = '' } = request
      const nowNs = BigInt(Date.now()) * 1_000_000n
      senders.push(verifyRequest({ headers, method, target, body, receiver: bob.ss58, nowNs, seen }).sender)
      json(response, { answer: JSON.parse(body.toString()).question.length })
    })
    const targets = [
      { hotkey: bob.ss58, axon: { ip, port } },
      { hotkey: bob.ss58, axon: { ip, port } },
    ]
    const replies = await dendriteForTest().ask(route, { question: 'four' }, targets, {
      deadlineMs: 5000,
      signal: never,
    })
    expect(replies.map((reply) => readAnswer(route, reply))).toMatchObject([
      { tag: 'answered', value: { answer: 4 } },
      { tag: 'answered', value: { answer: 4 } },
    ])
    expect(senders).toEqual([keypairFromUri('//Alice').ss58, keypairFromUri('//Alice').ss58])
  })

  it('may end its answer by closing the connection', async () => {
    const axon = await serveTcp((socket) => {
      socket.once('data', () => socket.end(`${jsonHead}Connection: close\r\n\r\n{"answer":1}`))
    })
    expect(readAnswer(route, await askOne(axon))).toMatchObject({ tag: 'answered', value: { answer: 1 } })
  })

  it('is asked again when it had closed a kept connection', async () => {
    let connections = 0
    const axon = await serveTcp((socket) => {
      const isFirst = connections++ === 0
      let requests = 0
      socket.on('data', () => {
        // The first connection serves one request, then resets on the second as after an idle timeout.
        if (isFirst && requests++ > 0) socket.resetAndDestroy()
        else socket.write(`${jsonHead}Content-Length: 12\r\n\r\n{"answer":7}`)
      })
    })
    const dendrite = dendriteForTest()
    expect((await askOne(axon, {}, dendrite)).tag).toBe('received')
    expect((await askOne(axon, {}, dendrite)).tag).toBe('received')
    expect(connections).toBe(2)
  })

  it('keeps its connection from round to round', async () => {
    let connections = 0
    const axon = await serveHttp(
      (_, response) => json(response, { answer: 1 }),
      (server) => server.on('connection', () => connections++),
    )
    const dendrite = dendriteForTest()
    for (let round = 0; round < 3; round++) expect((await askOne(axon, {}, dendrite)).tag).toBe('received')
    expect(connections).toBe(1)
  })
})

describe('an axon that misbehaves', () => {
  const http = async (listener: RequestListener): Promise<Reply> => askOne(await serveHttp(listener))
  const tcp = async (onConnection: (socket: Socket) => void): Promise<Reply> => askOne(await serveTcp(onConnection))

  it('hangs before it accepts the request', async () => {
    expect((await tcp(() => {})).tag).toBe('timeout')
  })

  it('hangs after its headers', async () => {
    expect((await tcp(respondRaw(`${jsonHead}Content-Length: 12\r\n\r\n`))).tag).toBe('timeout')
  })

  it('trickles its answer byte by byte', async () => {
    const reply = await tcp((socket) => {
      socket.once('data', () => {
        socket.write(`${jsonHead}Content-Length: 9000\r\n\r\n`)
        const timer = setInterval(() => socket.write(' '), 5)
        socket.on('close', () => clearInterval(timer))
      })
    })
    expect(reply.tag).toBe('timeout')
  })

  it('trickles its headers byte by byte', async () => {
    const reply = await tcp((socket) => {
      const head = `HTTP/1.1 200 OK\r\nX-Filler: ${'a'.repeat(10_000)}`
      let sent = 0
      const timer = setInterval(() => socket.write(head.charAt(sent++)), 5)
      socket.on('close', () => clearInterval(timer))
    })
    expect(reply.tag).toBe('timeout')
  })

  it('sends informational answers without end', async () => {
    const reply = await tcp((socket) => {
      socket.once('data', () => {
        const timer = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 5)
        socket.on('close', () => clearInterval(timer))
      })
    })
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

describe('asking', () => {
  it('never asks what is announced no more or may not be asked', async () => {
    let visits = 0
    const axon = await serveHttp((_, response) => {
      visits++
      json(response, { answer: 1 })
    })
    expect((await askOne(undefined)).tag).toBe('unreachable')
    expect((await askOne(axon, {}, dendriteForTest(false))).tag).toBe('unreachable')
    expect((await askOne({ ip: '0.0.0.0', port: axon.port })).tag).toBe('unreachable')
    expect(visits).toBe(0)
  })

  it('refuses to send more than a miner reads', async () => {
    const ask = dendriteForTest().ask(route, { question: '?'.repeat(1000) }, [], { deadlineMs: 1, signal: never })
    await expect(ask).rejects.toMatchObject({ code: 'request-too-large' })
  })

  it('stops at once when the validator stops', async () => {
    const stop = new AbortController()
    const axon = await serveTcp((socket) => void socket.once('data', () => stop.abort(new Error('stopped'))))
    await expect(askOne(axon, { deadlineMs: 60_000, signal: stop.signal })).rejects.toThrow('stopped')
  })

  it('takes a lower limit than the route for answers of known size', async () => {
    const axon = await serveHttp((_, response) => json(response, { answer: 1, filler: ' '.repeat(500) }))
    expect((await askOne(axon, { maxResponseBytes: 400 })).tag).toBe('too-large')
  })

  it('gives 256 miners the same time, in their order, though a hundred of them hang, crash or lie', async () => {
    const honest = await serveHttp(async (request, response) => {
      const body = Buffer.concat(await request.toArray())
      json(response, { answer: createHash('sha256').update(body).digest().length })
    })
    const hanging = await serveTcp(() => {})
    const crashing = await serveTcp((socket) => void socket.once('data', () => socket.resetAndDestroy()))
    const lying = await serveHttp((_, response) => json(response, { answer: null }))
    const absent = await closedPort()
    const kinds = [honest, hanging, honest, crashing, honest, lying, honest, absent]
    const targets = Array.from({ length: 256 }, (_, i) => ({ hotkey: hotkeyOf(i % 250), axon: kinds[i % 8]! }))
    const options = { deadlineMs: 3000, signal: never }
    const replies = await dendriteForTest().ask(route, { question: '?' }, targets, options)
    const expected = [
      'answered',
      'timeout',
      'answered',
      'unreachable',
      'answered',
      'malformed',
      'answered',
      'unreachable',
    ]
    expect(replies.map((reply) => readAnswer(route, reply).tag)).toEqual(targets.map((_, i) => expected[i % 8]))
  })
})
