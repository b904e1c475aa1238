import { type Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { concat } from '../shared/bytes.ts'
import type { Clock } from '../shared/clock.ts'
import { parseJson } from '../shared/wire/json.ts'
import { parseProblem } from '../shared/wire/problem.ts'
import { type Failure, type Reply, toDetail } from './reply.ts'

/** One POST to one axon. */
export interface PostRequest {
  readonly ip: string
  readonly port: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly maxResponseBytes: number
  /** Aborts at the deadline. */
  readonly signal: AbortSignal
}

export interface PostDeps {
  readonly agent: Agent
  readonly clock: Pick<Clock, 'monotonic'>
}

/** A kept connection that the axon had closed in the meantime: nothing was wrong, ask again on a new one. */
export interface Stale {
  readonly tag: 'stale'
}

const MAX_HEADER_BYTES = 16_384
const MAX_PROBLEM_BYTES = 8_192

/**
 * Sends one request and reads one answer of limited size. Never rejects and never outlives its signal, whatever the
 * other side does. Redirects are not followed: only the announced address may be asked.
 */
export function post(
  { agent, clock }: PostDeps,
  { ip, port, path, headers, body, maxResponseBytes, signal }: PostRequest,
): Promise<Reply | Stale> {
  const startedAt = clock.monotonic()
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(late)
    const request = httpRequest({
      agent,
      host: ip,
      port,
      path,
      method: 'POST',
      headers: { ...headers, 'content-length': String(body.length), 'accept-encoding': 'identity' },
      maxHeaderSize: MAX_HEADER_BYTES,
      signal,
    })
    const settle = (reply: Reply | Stale): void => {
      resolve(reply)
      // A whole answer leaves its connection for the next round; everything else is cut.
      if (reply.tag !== 'received') request.destroy()
    }
    let isAnswered = false
    request.on('response', async (response) => {
      isAnswered = true
      const reply = await readResponse(response, maxResponseBytes, signal)
      settle(reply.tag === 'received' ? { ...reply, latencyMs: clock.monotonic() - startedAt } : reply)
    })
    request.on('upgrade', (_, socket) => {
      socket.destroy()
      settle({ tag: 'malformed', detail: 'answered with a change of protocol' })
    })
    request.on('error', (error) => settle(signal.aborted ? late : toFailure(error, request.reusedSocket)))
    request.on('close', () => {
      // With an answer on its way this is not the end: its last bytes may still be in the buffer.
      if (!isAnswered) settle({ tag: 'unreachable', detail: 'closed the connection without an answer' })
    })
    request.end(body)
  })
}

const late: Failure = { tag: 'timeout', detail: 'no complete answer within the deadline' }

function toFailure(error: Error, isReused: boolean): Failure | Stale {
  const code = 'code' in error ? String(error.code) : ''
  if (isReused && (code === 'ECONNRESET' || code === 'EPIPE')) return { tag: 'stale' }
  if (code.startsWith('HPE_')) return { tag: 'malformed', detail: toDetail(`does not speak HTTP: ${error.message}`) }
  return { tag: 'unreachable', detail: toDetail(error.message) }
}

async function readResponse(response: IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<Reply> {
  const { statusCode: status = 0, headers } = response
  if (status !== 200) return refusal(status, await readBody(response, MAX_PROBLEM_BYTES))
  const type = headers['content-type'] ?? 'none'
  const encoding = headers['content-encoding'] ?? 'identity'
  if (!/^application\/json\s*(;|$)/i.test(type) || encoding !== 'identity') {
    response.destroy()
    return {
      tag: 'malformed',
      detail: toDetail(`answered content-type ${type}, encoding ${encoding}; valid is plain application/json`),
    }
  }
  const { bytes, end } = await readBody(response, maxBytes)
  if (end === 'whole') return { tag: 'received', body: bytes, latencyMs: 0 }
  if (end === 'too-large') return { tag: 'too-large', detail: `answered more than ${maxBytes} bytes` }
  return signal.aborted ? late : { tag: 'unreachable', detail: 'broke the connection in the middle of the answer' }
}

interface Body {
  readonly bytes: Uint8Array
  readonly end: 'whole' | 'too-large' | 'broken'
}

/** Reads up to a limit; stops reading at the first byte above it, or before the first when the length says so. */
function readBody(response: IncomingMessage, maxBytes: number): Promise<Body> {
  return new Promise((resolve) => {
    const parts: Uint8Array[] = []
    let length = 0
    const settle = (end: Body['end']): void => {
      resolve({ bytes: concat(...parts), end })
      if (end !== 'whole') response.destroy()
    }
    if (Number(response.headers['content-length'] ?? 0) > maxBytes) return settle('too-large')
    response.on('data', (part: Uint8Array) => {
      length += part.length
      if (length > maxBytes) settle('too-large')
      else parts.push(part)
    })
    response.on('end', () => settle('whole'))
    response.on('error', () => settle('broken'))
    response.on('close', () => settle('broken'))
  })
}

/** What an axon says about a refusal is for people only, so a broken problem body is no fault of its own. */
function refusal(status: number, { bytes }: Body): Failure {
  const plain: Failure = { tag: 'refused', status, code: undefined, detail: `answered HTTP ${status}` }
  if (status >= 300 && status < 400) return { ...plain, detail: `answered HTTP ${status}; redirects are not followed` }
  try {
    const { code, detail } = parseProblem(parseJson(bytes))
    return { ...plain, code: toDetail(code), detail: toDetail(`HTTP ${status} ${code}: ${detail}`) }
  } catch {
    return plain
  }
}
