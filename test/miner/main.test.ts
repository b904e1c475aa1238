import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { MinerConfig } from '../../miner/config.ts'
import { runMiner } from '../../miner/main.ts'
import { writeOnnx } from '../../miner/models/onnx-writer.ts'
import { fromHex, utf8 } from '../../shared/bytes.ts'
import { systemClock } from '../../shared/clock.ts'
import { sha256Hex } from '../../shared/crypto/hashes.ts'
import { type Keypair, keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { createWallet } from '../../shared/crypto/wallet-create.ts'
import { AppError } from '../../shared/errors.ts'
import type { Logger } from '../../shared/log.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { createRng } from '../../shared/rng.ts'
import { netUid, rao } from '../../shared/units.ts'
import { signRequest } from '../../shared/wire/auth.ts'
import { createNonces } from '../../shared/wire/nonces.ts'
import { parsePayload } from '../../shared/wire/payload.ts'
import { revealRoute } from '../../shared/wire/routes.ts'
import { createFakeSubtensor, type FakeSubtensor } from '../support/fake-subtensor.ts'
import { linearGraph, randomWeights, softmaxGraph } from '../support/onnx-models.ts'

const rng = createRng(utf8('a seed for these tests'))
const nextNonce = createNonces(systemClock)
let folder: string
let chain: FakeSubtensor
let config: MinerConfig
let hotkey: Keypair
let validator: Keypair
let digest: string

beforeAll(cryptoReady)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'miner-'))
  const wallet = { path: folder, name: 'alice', hotkey: 'default' }
  await createWallet({
    ...wallet,
    coldkeyFrom: { tag: 'uri', uri: '//Alice' },
    hotkeyFrom: { tag: 'uri', uri: '//Alice_hk' },
  })
  hotkey = keypairFromUri('//Alice_hk')
  validator = keypairFromUri('//V')
  const model = join(folder, 'model.onnx')
  const bytes = writeOnnx(softmaxGraph(256, 10, randomWeights(rng, 2560)))
  digest = sha256Hex(bytes)
  await writeFile(model, bytes)
  chain = createFakeSubtensor({ netuid: netUid(3) })
  chain.setBalance(keypairFromUri('//Alice').ss58, rao(5_000_000_000n))
  chain.addNeuron({ hotkey: validator.ss58, validatorPermit: true })
  config = {
    netuid: chain.netuid,
    chain: 'ws://127.0.0.1:1',
    wallet,
    model,
    mechanism: 'glyphs',
    strategy: 'honest',
    host: '127.0.0.1',
    port: 0,
    ip: '10.1.2.3',
    externalPort: undefined,
    minStake: rao(0n),
    rateLimit: 100,
    maxInFlight: 8,
  }
})
afterEach(() => rm(folder, { recursive: true }))

/** Starts a miner in this process; `stop` ends it and waits, `lines` are its log. */
function start(change: Partial<MinerConfig> = {}) {
  const controller = new AbortController()
  const serving = Promise.withResolvers<number>()
  const lines: string[] = []
  const note = (message: string, context?: Readonly<Record<string, unknown>>) => {
    lines.push(message)
    if (message === 'serving') serving.resolve(Number(context?.listening))
  }
  const log: Logger = { debug: note, info: note, warn: note, error: note, child: () => log }
  const ended = runMiner(
    { ...config, ...change },
    {
      clock: systemClock,
      log,
      passwords: async () => 'none',
      signal: controller.signal,
      connect: async () => chain,
    },
  )
  ended.catch(serving.reject)
  serving.promise.catch(() => {})
  const stop = () => {
    controller.abort()
    return ended
  }
  return { port: serving.promise, ended, stop, lines }
}

const tasks = glyphs.makeTasks(rng, 4)

let lastRound = 0

async function send(port: number, target: string, content: unknown, sender = validator) {
  const body = utf8(JSON.stringify(content))
  const signed = signRequest({ method: 'POST', target, body, sender, receiver: hotkey.ss58, nonceNs: nextNonce() })
  const headers = { 'content-type': 'application/json', ...signed }
  return fetch(`http://127.0.0.1:${port}${target}`, { method: 'POST', body: Buffer.from(body), headers })
}

const ask = (port: number, sender = validator, round = `round ${++lastRound}`) =>
  send(
    port,
    '/commit',
    { mechanism: 'glyphs', version: glyphs.version, round, request: glyphs.toRequest(tasks) },
    sender,
  )

/** Both steps of a round. */
async function play(port: number) {
  const round = `round ${++lastRound}`
  expect((await ask(port, validator, round)).status).toBe(200)
  const { payload } = revealRoute.response(await (await send(port, '/reveal', { round })).json())
  return parsePayload(payload)
}

describe('a miner', () => {
  it('registers, announces its axon and answers with its model', async () => {
    const miner = start()
    const port = await miner.port
    expect(chain.writes).toEqual([
      { tag: 'register', netuid: 3, hotkey: hotkey.ss58, coldkey: keypairFromUri('//Alice').ss58 },
      { tag: 'set-commitment', hotkey: hotkey.ss58, fields: [{ tag: 'sha256', digest: fromHex(digest) }] },
      { tag: 'serve-axon', hotkey: hotkey.ss58, ip: '10.1.2.3', port },
    ])
    const { answers, model } = await play(port)
    expect(glyphs.parseAnswers(answers, tasks)).toHaveLength(4)
    expect(model).toBe(digest)
    expect((await ask(port, keypairFromUri('//S'))).status).toBe(403)
    await miner.stop()
  })

  it('announces the port that a router forwards', async () => {
    const miner = start({ externalPort: 9000 })
    await miner.port
    expect(chain.writes.at(-1)).toMatchObject({ tag: 'serve-axon', port: 9000 })
    await miner.stop()
  })

  it('goes on after a restart without paying or announcing again', async () => {
    const first = start()
    const port = await first.port
    await first.stop()
    const written = chain.writes.length
    const second = start({ port })
    expect(await second.port).toBe(port)
    expect(chain.writes).toHaveLength(written)
    expect((await ask(port)).status).toBe(200)
    await second.stop()
  })

  it('registers the digest of another model after a restart', async () => {
    const first = start()
    await first.port
    await first.stop()
    const model = join(folder, 'other.onnx')
    const bytes = writeOnnx(softmaxGraph(256, 10, randomWeights(rng, 2560)))
    await writeFile(model, bytes)
    const second = start({ model })
    await second.port
    expect(chain.writes.filter(({ tag }) => tag === 'set-commitment').at(-1)).toMatchObject({
      fields: [{ tag: 'sha256', digest: fromHex(sha256Hex(bytes)) }],
    })
    await second.stop()
  })

  it('serves when the chain does not take the digest of its model', async () => {
    chain.failNext(
      'setCommitment',
      new AppError('extrinsic-failed', 'full', { error: 'Commitments.SpaceLimitExceeded' }),
    )
    const miner = start()
    expect((await ask(await miner.port)).status).toBe(200)
    expect(miner.lines.join()).toContain('the model could not be registered')
    await miner.stop()
  })

  it('refuses what was signed before it started', async () => {
    const earlier = nextNonce()
    const miner = start()
    const port = await miner.port
    const body = utf8('{}')
    const signed = signRequest({
      method: 'POST',
      target: '/commit',
      body,
      sender: validator,
      receiver: hotkey.ss58,
      nonceNs: earlier,
    })
    const headers = { 'content-type': 'application/json', ...signed }
    const response = await fetch(`http://127.0.0.1:${port}/commit`, { method: 'POST', body: '{}', headers })
    expect(await response.json()).toMatchObject({ code: 'nonce-too-old' })
    await miner.stop()
  })

  it('frees its port within a second of the stop', async () => {
    const miner = start()
    const port = await miner.port
    await ask(port)
    const before = systemClock.monotonic()
    await miner.stop()
    expect(systemClock.monotonic() - before).toBeLessThan(1_000)
    const again = createServer()
    await new Promise<void>((resolve, reject) => again.once('error', reject).listen(port, '127.0.0.1', resolve))
    await new Promise((resolve) => again.close(resolve))
  })

  it('stops at once when it was told to while it started', async () => {
    const miner = start()
    await miner.stop()
    expect(miner.lines).toContain('serving')
  })

  it('answers at random when it is told to', async () => {
    const miner = start({ strategy: 'random' })
    const port = await miner.port
    const [{ answers: one }, { answers: two }] = [await play(port), await play(port)]
    expect(glyphs.parseAnswers(one, tasks)).toHaveLength(4)
    expect(one).not.toEqual(two)
    await miner.stop()
  })

  it('follows permits on new heads', async () => {
    const miner = start()
    const port = await miner.port
    const newcomer = keypairFromUri('//N')
    expect((await ask(port, newcomer)).status).toBe(403)
    chain.addNeuron({ hotkey: newcomer.ss58, validatorPermit: true })
    chain.advance()
    await expect.poll(async () => (await ask(port, newcomer)).status, { timeout: 10_000 }).toBe(200)
    await miner.stop()
  })

  it('keeps serving while the chain is away', async () => {
    const miner = start()
    const port = await miner.port
    chain.setReachable(false)
    chain.advance()
    expect((await ask(port)).status).toBe(200)
    chain.setReachable(true)
    await miner.stop()
  })
})

describe('a miner does not start', () => {
  const broken = async (bytes: Uint8Array) => {
    const model = join(folder, 'broken.onnx')
    await writeFile(model, bytes)
    return { model }
  }

  it.each<[string, () => Promise<Partial<MinerConfig>>, string]>([
    ['without its model file', async () => ({ model: join(folder, 'none.onnx') }), 'model-missing'],
    ['with a file that is no ONNX model', () => broken(utf8('no model')), 'not-onnx'],
    ['with an empty file', () => broken(new Uint8Array()), 'not-onnx'],
    [
      'with a model of another input shape',
      () => broken(writeOnnx(softmaxGraph(7, 10, randomWeights(rng, 70)))),
      'model-mismatch',
    ],
    [
      'with a model of another output shape',
      () => broken(writeOnnx(softmaxGraph(256, 3, randomWeights(rng, 768)))),
      'model-mismatch',
    ],
    [
      'with a model that gives no probabilities',
      () => broken(writeOnnx(linearGraph(256, 10, randomWeights(rng, 2560)))),
      'model-mismatch',
    ],
    ['without a wallet', async () => ({ wallet: { path: folder, name: 'bob', hotkey: 'default' } }), 'wallet-missing'],
    ['with an unknown mechanism', async () => ({ mechanism: 'poems' }), 'unknown-mechanism'],
    ['on an unknown netuid', async () => ({ netuid: netUid(9) }), 'unknown-netuid'],
  ])('%s, and pays nothing', async (_, change, code) => {
    await expect(start(await change()).ended).rejects.toMatchObject({ code })
    expect(chain.writes).toEqual([])
  })

  it('on a port in use, and pays nothing', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await expect(start({ port }).ended).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(String(port)),
    })
    expect(chain.writes).toEqual([])
    await new Promise((resolve) => other.close(resolve))
  })

  it('with a balance too small, saying the cost, the balance and what to do', async () => {
    chain.setBalance(keypairFromUri('//Alice').ss58, rao(250_000_000n))
    await expect(start().ended).rejects.toMatchObject({
      code: 'balance-too-low',
      message: expect.stringMatching(/costs 1 TAO.* has 0\.25; send it at least 0\.75 TAO/),
    })
    expect(chain.writes).toEqual([])
  })

  it('announcing an address that the chain refuses', async () => {
    await expect(start({ ip: '127.0.0.1' }).ended).rejects.toMatchObject({ code: 'extrinsic-failed' })
  })
})
