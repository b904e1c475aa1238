import { Agent, request as httpRequest } from 'node:http'
import { utf8 } from '../../shared/bytes.ts'
import { systemClock } from '../../shared/clock.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { createRng } from '../../shared/rng.ts'
import { signRequest } from '../../shared/wire/auth.ts'
import { createNonces } from '../../shared/wire/nonces.ts'
import { commitRoute } from '../../shared/wire/routes.ts'

// The validators' side of the measurement of a miner, in a process of their own.

export interface LoadJob {
  readonly port: number
  /** Tasks per request. */
  readonly batch: number
  readonly requests: number
  readonly parallel: number
}

/** Sent twice: after the warm-up, of that alone, and in the end. */
export interface LoadReport {
  readonly perSecond: number
  readonly medianMs: number
}

const { port, batch, requests, parallel }: LoadJob = JSON.parse(process.argv[2] ?? '')
await cryptoReady()
const tasks = glyphs.makeTasks(createRng(utf8('a seed of the bench')), batch)
const { id: mechanism, version } = glyphs
const request = glyphs.toRequest(tasks)
const sender = keypairFromUri('//Validator')
const receiver = keypairFromUri('//Miner').ss58
const { path } = commitRoute
const nextNonce = createNonces(systemClock)
const agent = new Agent({ keepAlive: true, maxSockets: parallel })

interface Signed {
  readonly body: Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

let lastRound = 0
/** Every request is a round of its own: asked again, a miner would not compute again. */
const sign = (count: number): Signed[] =>
  Array.from({ length: count }, () => {
    const body = utf8(JSON.stringify({ mechanism, version, round: `bench ${++lastRound}`, request }))
    const headers = signRequest({ method: 'POST', target: path, body, sender, receiver, nonceNs: nextNonce() })
    return { body, headers }
  })

const send = ({ body, headers: signed }: Signed): Promise<number> =>
  new Promise((resolve, reject) => {
    const startedMs = systemClock.monotonic()
    const headers = { 'content-type': 'application/json', 'content-length': String(body.length), ...signed }
    const sent = httpRequest({ agent, host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      response.resume()
      response.on('end', () =>
        response.statusCode === 200
          ? resolve(systemClock.monotonic() - startedMs)
          : reject(new Error(`the miner answered ${response.statusCode}`)),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })

/** Sends all from `parallel` senders that each wait for their answers. */
async function sendAll(queue: Signed[]): Promise<number[]> {
  const durations: number[] = []
  const sender = async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) durations.push(await send(next))
  }
  await Promise.all(Array.from({ length: parallel }, sender))
  return durations
}

/** In parts, since a signature is valid for ten seconds; the time of signing does not count. */
async function measure(count: number): Promise<LoadReport> {
  const durations: number[] = []
  let elapsedMs = 0
  while (durations.length < count) {
    const queue = sign(Math.min(1_000, count - durations.length))
    const startedMs = systemClock.monotonic()
    durations.push(...(await sendAll(queue)))
    elapsedMs += systemClock.monotonic() - startedMs
  }
  durations.sort((a, b) => a - b)
  return {
    perSecond: (durations.length / elapsedMs) * 1_000,
    medianMs: durations[Math.floor(durations.length / 2)] ?? Number.NaN,
  }
}

process.send?.(await measure(500))
process.send?.(await measure(requests))
agent.destroy()
process.disconnect()
