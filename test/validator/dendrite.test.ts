import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { systemClock } from '../../shared/clock.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import type { Ss58 } from '../../shared/units.ts'
import { verifyRequest } from '../../shared/wire/auth.ts'
import { toNs } from '../../shared/wire/auth-window.ts'
import { createReplayStore } from '../../shared/wire/replay-store.ts'
import { readAnswer } from '../../validator/read-answer.ts'
import { closedPort, serveHttp, serveTcp } from '../support/loopback.ts'
import { hotkeyOf } from './support/database.ts'
import { askOne, dendriteForTest, json, jsonHead, never, route } from './support/dendrite.ts'

beforeAll(cryptoReady)

describe('an honest axon', () => {
  it('is asked with a signed POST and answers', async () => {
    const bob = keypairFromUri('//Bob')
    const seen = createReplayStore({ notBeforeNs: 0n })
    const senders: Ss58[] = []
    const { ip, port } = await serveHttp(async (request, response) => {
      const body = Buffer.concat(await request.toArray())
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      const { method = '', url: target = '' } = request
      const nowNs = toNs(systemClock.now())
      senders.push(verifyRequest({ headers, method, target, body, receiver: bob.ss58, nowNs, seen }).sender)
      json(response, { answer: JSON.parse(body.toString()).question.length })
    })
    const calls = ['four', 'fives'].map((question) => ({
      hotkey: bob.ss58,
      axon: { ip, port },
      request: () => ({ question }),
    }))
    const replies = await dendriteForTest().ask(route, calls, { deadlineMs: 60_000, signal: never })
    expect(replies.map((reply) => readAnswer(route, reply))).toMatchObject([
      { tag: 'answered', value: { answer: 4 } },
      { tag: 'answered', value: { answer: 5 } },
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
    const call = { hotkey: hotkeyOf(1), axon: await closedPort(), request: () => ({ question: '?'.repeat(1000) }) }
    const ask = dendriteForTest().ask(route, [call], { deadlineMs: 1, signal: never })
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
    // The deadline comes when all who answer have done so, however long that takes.
    const late = new AbortController()
    vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(late.signal)
    onTestFinished(() => void vi.restoreAllMocks())
    let over = 0
    const honest = await serveHttp(async (request, response) => {
      response.once('finish', () => over++)
      const body = Buffer.concat(await request.toArray())
      json(response, { answer: createHash('sha256').update(body).digest().length })
    })
    const hanging = await serveTcp(() => {})
    const crashing = await serveTcp((socket) => {
      socket.once('close', () => over++)
      socket.once('data', () => socket.resetAndDestroy())
    })
    const lying = await serveHttp((_, response) => {
      response.once('finish', () => over++)
      json(response, { answer: null })
    })
    const absent = await closedPort()
    const kinds = [honest, hanging, honest, crashing, honest, lying, honest, absent]
    const targets = Array.from({ length: 256 }, (_, i) => ({
      hotkey: hotkeyOf(i % 250),
      axon: kinds[i % 8]!,
      request: () => ({ question: '?' }),
    }))
    const asked = dendriteForTest().ask(route, targets, { deadlineMs: 3000, signal: never })
    await expect.poll(() => over).toBe((256 / 8) * 6)
    await systemClock.sleep(500, never)
    late.abort()
    const replies = await asked
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
