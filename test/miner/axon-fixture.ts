import { randomBytes } from 'node:crypto'
import type { Hono } from 'hono'
import { type Allowance, createAllowance } from '../../miner/allowance.ts'
import { createAxon } from '../../miner/axon.ts'
import { createForward } from '../../miner/forward.ts'
import type { GuardEnv } from '../../miner/guard.ts'
import { createPermits, type Permits } from '../../miner/permits.ts'
import { createRounds } from '../../miner/rounds.ts'
import { createTraffic } from '../../miner/traffic.ts'
import { utf8 } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import { type Keypair, keypairFromUri } from '../../shared/crypto/keypair.ts'
import { silentLogger } from '../../shared/log.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { createRng } from '../../shared/rng.ts'
import { type Rao, rao } from '../../shared/units.ts'
import { signRequest } from '../../shared/wire/auth.ts'
import { toNs } from '../../shared/wire/auth-window.ts'
import { createNonces } from '../../shared/wire/nonces.ts'
import { createReplayStore } from '../../shared/wire/replay-store.ts'
import { createFakeModel, type FakeModel, type FakeModelOptions } from '../support/fake-model.ts'
import { createFakeSubtensor, type FakeSubtensor } from '../support/fake-subtensor.ts'

/** A clock that stands still until a test moves it. Sleeping is not for these tests. */
export interface StillClock extends Clock {
  move(ms: number): void
}

export function createStillClock(startMs = 1_752_076_800_000): StillClock {
  let nowMs = startMs
  return {
    now: () => nowMs,
    monotonic: () => nowMs - startMs,
    sleep: () => Promise.reject(new Error('a still clock does not sleep')),
    move(ms) {
      nowMs += ms
    },
  }
}

export interface AxonFixtureOptions {
  readonly model?: FakeModelOptions
  readonly perSecond?: number
  readonly bytesPerSecond?: number
  readonly minStake?: Rao
  readonly maxInFlight?: number
}

export interface AxonFixture {
  readonly app: Hono<GuardEnv>
  readonly clock: StillClock
  readonly chain: FakeSubtensor
  readonly model: FakeModel
  readonly permits: Permits
  readonly allowance: Allowance
  /** uid 0, with permit and 100 TAO of stake. */
  readonly validator: Keypair
  /** uid 1, without permit. */
  readonly miner: Keypair
  /** Not registered. */
  readonly stranger: Keypair
  readonly nextNonce: () => bigint
}

/** An axon with a chain, a model and a clock in memory. `cryptoReady` must have been awaited. */
export async function createAxonFixture(options: AxonFixtureOptions = {}): Promise<AxonFixture> {
  const { perSecond = 1_000, bytesPerSecond = 1e9, minStake = rao(0n), maxInFlight = 8 } = options
  const [validator, miner, stranger] = [keypairFromUri('//V'), keypairFromUri('//M'), keypairFromUri('//S')]
  const clock = createStillClock()
  const chain = createFakeSubtensor()
  chain.addNeuron({ hotkey: validator.ss58, validatorPermit: true, stake: rao(100_000_000_000n) })
  chain.addNeuron({ hotkey: miner.ss58 })
  const permits = createPermits({ client: chain, netuid: chain.netuid, clock, log: silentLogger })
  await permits.refresh()
  const model = createFakeModel(options.model)
  const forward = createForward({ mechanism: glyphs, model })
  const allowance = createAllowance({ requestsPerSecond: perSecond, bytesPerSecond, clock })
  const app = createAxon({
    hotkey: miner.ss58,
    permits,
    seen: createReplayStore({ notBeforeNs: toNs(clock.now()) - 60_000_000_000n }),
    allowance,
    clock,
    minStake,
    maxInFlight,
    rounds: createRounds({ hotkey: miner, forward, clock, random: (length) => new Uint8Array(randomBytes(length)) }),
    traffic: createTraffic({ clock, log: silentLogger }),
    log: silentLogger,
  })
  return { app, clock, chain, model, permits, allowance, validator, miner, stranger, nextNonce: createNonces(clock) }
}

/** A valid request for three glyphs. */
export const answerRequest = (count = 3) => ({
  mechanism: glyphs.id,
  version: glyphs.version,
  round: '1',
  request: glyphs.toRequest(glyphs.makeTasks(createRng(new Uint8Array(16)), count)),
})

export interface Post {
  readonly sender?: Keypair
  readonly receiver?: Keypair
  readonly nonceNs?: bigint
  readonly method?: string
  /** What is signed. Default /commit. */
  readonly path?: '/commit' | '/reveal'
  /** What is asked. Default: what is signed. */
  readonly target?: string
  /** What is signed, and sent when `sent` is not given. */
  readonly body?: unknown
  readonly sent?: Uint8Array | string | ReadableStream
  readonly headers?: Readonly<Record<string, string>>
}

/** Signs and sends a request to the app; every part can be another than it should be. */
export async function post(fixture: AxonFixture, request: Post = {}): Promise<Response> {
  const { sender = fixture.validator, receiver = fixture.miner, path = '/commit', method = 'POST' } = request
  const { body = answerRequest() } = request
  const bytes = body instanceof Uint8Array ? body : utf8(JSON.stringify(body))
  const nonceNs = request.nonceNs ?? fixture.nextNonce()
  const signed = signRequest({
    method: 'POST',
    target: path,
    body: bytes,
    sender,
    receiver: receiver.ss58,
    nonceNs,
  })
  return fixture.app.request(request.target ?? path, {
    method,
    body: method === 'GET' ? null : (request.sent ?? Buffer.from(bytes)),
    headers: { 'content-type': 'application/json', ...signed, ...request.headers },
    ...(request.sent instanceof ReadableStream ? { duplex: 'half' } : {}),
  })
}

/** Status and code of a refusal. */
export async function refusal(response: Response | Promise<Response>): Promise<readonly [number, unknown]> {
  const answer = await response
  const problem: unknown = await answer.json()
  const code = typeof problem === 'object' && problem !== null && 'code' in problem ? problem.code : undefined
  return [answer.status, code]
}
