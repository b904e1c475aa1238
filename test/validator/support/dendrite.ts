import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { systemClock } from '../../../shared/clock.ts'
import { keypairFromUri } from '../../../shared/crypto/keypair.ts'
import type { Route } from '../../../shared/wire/route.ts'
import { parserOf } from '../../../shared/zod-parser.ts'
import { type AskOptions, createDendrite, type Dendrite } from '../../../validator/dendrite.ts'
import type { Loopback } from '../../support/loopback.ts'
import { hotkeyOf } from './database.ts'

export const route: Route<{ question: string }, { answer: number }> = {
  name: 'test',
  path: '/test',
  request: parserOf(z.object({ question: z.string() }), 'test request'),
  response: parserOf(z.object({ answer: z.number() }), 'test response'),
  maxRequestBytes: 1000,
  maxResponseBytes: 10_000,
}

/** Long enough for whoever answers on a machine with other work to do. */
const DEADLINE_MS = 60_000
/** For those of whom no answer is expected. */
export const SHORT_DEADLINE = { deadlineMs: 400 } as const
export const never = new AbortController().signal

export function dendriteForTest(allowLocalAxons = true): Dendrite {
  const dendrite = createDendrite({ hotkey: keypairFromUri('//Alice'), clock: systemClock, allowLocalAxons })
  onTestFinished(() => dendrite.close())
  return dendrite
}

export async function askOne(
  axon: Loopback | undefined,
  options: Partial<AskOptions> = {},
  dendrite = dendriteForTest(),
) {
  const calls = [{ hotkey: hotkeyOf(1), axon, request: () => ({ question: '?' }) }]
  const [reply] = await dendrite.ask(route, calls, {
    deadlineMs: DEADLINE_MS,
    signal: never,
    ...options,
  })
  return reply!
}

export const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}
export const respondRaw = (text: string) => (socket: Socket) => void socket.once('data', () => socket.write(text))
export const jsonHead = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
