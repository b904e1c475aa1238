import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { serve } from '../../miner/serve.ts'
import { utf8 } from '../../shared/bytes.ts'
import { systemClock } from '../../shared/clock.ts'
import type { Keypair } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { signRequest } from '../../shared/wire/auth.ts'
import { type AxonFixture, answerRequest, createAxonFixture } from './axon-fixture.ts'

// Over real sockets: what a body is made of there is another path than that of a request in memory.

beforeAll(cryptoReady)

let lastRound = 0

async function setUp(options: { readonly maxInFlight?: number; readonly perSecond?: number }) {
  const fixture = await createAxonFixture(options)
  const listener = await serve({ fetch: fixture.app.fetch, host: '127.0.0.1', port: 0, clock: systemClock })
  const ask = async (sender: Keypair) => {
    const body = utf8(JSON.stringify({ ...answerRequest(), round: `flood ${++lastRound}` }))
    const headers = { 'content-type': 'application/json', ...headersOf(fixture, sender, body) }
    const url = `http://127.0.0.1:${listener.port}/commit`
    return (await fetch(url, { method: 'POST', body: Buffer.from(body), headers })).status
  }
  return { fixture, listener, ask }
}

const headersOf = ({ miner, nextNonce }: AxonFixture, sender: Keypair, body: Uint8Array) =>
  signRequest({ method: 'POST', target: '/commit', body, sender, receiver: miner.ss58, nonceNs: nextNonce() })

/** Anybody may send such headers: the signature in them is of another body. The body never comes. */
function sendHeadersOnly(fixture: AxonFixture, port: number): Socket {
  const signed = Object.entries(headersOf(fixture, fixture.validator, new Uint8Array()))
  const lines = [
    'POST /commit HTTP/1.1',
    'host: miner',
    'content-type: application/json',
    'content-length: 4000000',
    ...signed.map(([name, value]) => `${name}: ${value}`),
  ]
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(`${lines.join('\r\n')}\r\n\r\n{`)
  return socket
}

describe('a miner that is flooded', () => {
  it('by headers without bodies in the name of a validator still answers that validator', async () => {
    const { fixture, listener, ask } = await setUp({ maxInFlight: 8 })
    const silent = Array.from({ length: 40 }, () => sendHeadersOnly(fixture, listener.port))
    const turnedOut = silent.map((socket) =>
      once(socket, 'data').then(
        ([data]) => String(data).slice(0, 12),
        () => 'cut',
      ),
    )
    // The first is told to go when the ninth comes; 32 in all.
    expect(await Promise.race(turnedOut)).toBe('HTTP/1.1 503')
    for (let i = 0; i < 5; i++) expect(await ask(fixture.validator)).toBe(200)
    for (const socket of silent) socket.destroy()
    await listener.close()
  })

  it('by one validator still answers another', async () => {
    const { fixture, listener, ask } = await setUp({ perSecond: 5, maxInFlight: 300 })
    fixture.chain.addNeuron({ hotkey: fixture.stranger.ss58, validatorPermit: true })
    await fixture.permits.refresh()
    const flood = Array.from({ length: 200 }, () => ask(fixture.validator))
    const others = Array.from({ length: 5 }, () => ask(fixture.stranger))
    const statuses = await Promise.all(flood)
    expect(statuses.filter((status) => status === 200)).toHaveLength(10)
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
    expect(await Promise.all(others)).toEqual([200, 200, 200, 200, 200])
    await listener.close()
  })
})
