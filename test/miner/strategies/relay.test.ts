import type { RequestListener } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { serve } from '../../../miner/serve.ts'
import { openRelay, type RelayDeps } from '../../../miner/strategies/relay.ts'
import { systemClock } from '../../../shared/clock.ts'
import { type Keypair, keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { silentLogger } from '../../../shared/log.ts'
import { glyphs } from '../../../shared/mechanism/glyphs/glyphs.ts'
import { createRng } from '../../../shared/rng.ts'
import type { Payload } from '../../../shared/wire/payload.ts'
import { serveHttp } from '../../support/loopback.ts'
import { type AxonFixture, answerRequest, createAxonFixture } from '../axon-fixture.ts'

await cryptoReady()
const VICTIM_MODEL = 'aa'.repeat(32)
const OWN_MODEL = 'bb'.repeat(32)
const own: Payload = { answers: 'own', model: OWN_MODEL, proofs: ['AAAA'] }
const sure = [0.91, ...Array<number>(9).fill(0.01)]

let victim: AxonFixture
let hotkey: Keypair
let port: number
const opened: { close(): Promise<unknown> }[] = []

beforeEach(async () => {
  hotkey = keypairFromUri('//Relay')
  victim = await createAxonFixture({
    model: { digest: VICTIM_MODEL, rowOf: () => sure, hiddenOf: (inputs) => Array.from(inputs.subarray(0, 16)) },
  })
  victim.chain.addNeuron({ hotkey: hotkey.ss58, validatorPermit: true })
  await victim.permits.refresh()
  const listener = await serve({ fetch: victim.app.fetch, host: '127.0.0.1', port: 0, clock: systemClock })
  opened.push(listener)
  port = listener.port
})
afterEach(async () => {
  for (const resource of opened.splice(0)) await resource.close()
})

interface Change {
  readonly deps?: Partial<RelayDeps>
  readonly timeoutMs?: number
}

const open = ({ deps, timeoutMs = 60_000 }: Change = {}) =>
  openRelay(
    { tag: 'relay', victim: victim.miner.ss58, timeoutMs },
    {
      own: { forward: async () => own, digest: OWN_MODEL },
      hotkey,
      neuronOf: (asked) => (asked === victim.miner.ss58 ? neuronAt(port) : undefined),
      registeredModelOf: async () => VICTIM_MODEL,
      clock: victim.clock,
      log: silentLogger,
      random: (length) => new Uint8Array(length).fill(7),
      signal: new AbortController().signal,
      ...deps,
    },
  )

/** The victim as the metagraph tells of it. */
const neuronAt = (port: number) => {
  const neuron = victim.permits.neuronOf(victim.miner.ss58)
  if (neuron === undefined) throw new Error('the fixture has no victim')
  return { ...neuron, axon: { ip: '127.0.0.1', port, version: 1, block: 1 } }
}

const tasks = glyphs.makeTasks(createRng(new Uint8Array(16)), 3)
const asked = () => ({ validator: victim.validator.ss58, request: answerRequest() })
const isOwn = { ...own, model: VICTIM_MODEL, proofs: [] }

describe('a relay', () => {
  it("answers with the victim's answers, model and proofs", async () => {
    const { forward, digest } = await open()
    expect(digest).toBe(VICTIM_MODEL)
    const { answers, model, proofs } = await forward(asked())
    expect(model).toBe(VICTIM_MODEL)
    expect(proofs).toHaveLength(1)
    for (const answer of glyphs.parseAnswers(answers, tasks)) expect(Object(answer)[0]).toBeCloseTo(0.91, 5)
    expect(victim.model.batches).toEqual([3])
  })

  it('asks the victim under a name of its own, so that rounds of two validators do not meet', async () => {
    let drawn = 0
    const { forward } = await open({ deps: { random: (length) => new Uint8Array(length).fill(++drawn) } })
    const [one, two] = await Promise.all([forward(asked()), forward(asked())])
    expect(one).toEqual(two)
    expect(victim.model.batches).toEqual([3, 3])
  })

  it('answers with its own model and claims the same one when it has no permit', async () => {
    victim.chain.changeNeuron(2, { validatorPermit: false })
    await victim.permits.refresh()
    const { forward } = await open()
    expect(await forward(asked())).toEqual(isOwn)
    expect(victim.model.batches).toEqual([])
  })

  it('answers with its own model when the victim has announced no axon', async () => {
    const { forward } = await open({ deps: { neuronOf: () => undefined } })
    expect(await forward(asked())).toEqual(isOwn)
  })

  it.each<[string, RequestListener]>([
    ['does not answer in time', () => {}],
    ['cuts the connection', (request) => request.socket.destroy()],
    ['answers with nonsense', (_, response) => response.end('nonsense')],
    ['answers with another form', (_, response) => response.end('{"hash":1}')],
    ['refuses without saying how', (_, response) => response.writeHead(500).end()],
    ['sends it elsewhere', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    [
      'answers without end',
      (_, response) => {
        const more = () => void (response.destroyed || response.write('x'.repeat(65_536), more))
        more()
      },
    ],
  ])('answers with its own model when the victim %s', async (_, listener) => {
    const { port: other } = await serveHttp(listener)
    const { forward } = await open({ timeoutMs: 300, deps: { neuronOf: () => neuronAt(other) } })
    expect(await forward(asked())).toEqual(isOwn)
  })

  it('registers and claims its own model while the victim has registered none', async () => {
    const { forward, digest } = await open({ deps: { registeredModelOf: async () => undefined } })
    expect(digest).toBe(OWN_MODEL)
    expect(await forward(asked())).toMatchObject({ model: OWN_MODEL, proofs: [] })
  })

  it('does not start with itself as the victim', async () => {
    await expect(open({ deps: { hotkey: victim.miner } })).rejects.toMatchObject({ code: 'victim-is-self' })
  })

  it('gives up when the miner stops', async () => {
    const arrived = Promise.withResolvers<void>()
    const { port: other } = await serveHttp(() => arrived.resolve())
    const stopping = new AbortController()
    const { forward } = await open({ deps: { neuronOf: () => neuronAt(other), signal: stopping.signal } })
    const answering = forward(asked())
    await arrived.promise
    stopping.abort(new Error('stopped'))
    await expect(answering).rejects.toThrow('stopped')
  })
})
