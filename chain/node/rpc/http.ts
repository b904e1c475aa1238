import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Dispatch } from './dispatch.ts'
import { RPC_CODES } from './errors.ts'

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, GET, OPTIONS',
  'access-control-allow-headers': '*',
}
const HEALTH_CALL = '{"jsonrpc":"2.0","id":0,"method":"system_health","params":[]}'

function end(response: ServerResponse, status: number, body?: string): void {
  response.writeHead(status, body === undefined ? CORS : { ...CORS, 'content-type': 'application/json' })
  response.end(body)
}

const errorText = (code: number, message: string, data: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message, data } })

/** The body as text; `undefined` as soon as it is longer than `maxBytes`. */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > maxBytes) return undefined
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Answers JSON-RPC over POST on any path, and GET /health. Subscriptions need a WebSocket. */
export function createHttpHandler(dispatch: Dispatch, maxRequestBytes: number) {
  return async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'OPTIONS') return end(response, 204)
    if (request.method === 'GET' && request.url === '/health') {
      const { text = '{}' } = await dispatch(HEALTH_CALL)
      return end(response, 200, JSON.stringify(JSON.parse(text).result))
    }
    if (request.method !== 'POST')
      return end(
        response,
        405,
        errorText(RPC_CODES.invalidRequest, 'Invalid request', 'use POST with a JSON-RPC request, or a WebSocket'),
      )
    const body = await readBody(request, maxRequestBytes)
    if (body === undefined) {
      response.setHeader('connection', 'close')
      return end(
        response,
        413,
        errorText(RPC_CODES.tooLargeRequest, 'Request is too big', `at most ${maxRequestBytes} bytes are valid`),
      )
    }
    const { text } = await dispatch(body)
    return text === undefined ? end(response, 204) : end(response, 200, text)
  }
}
