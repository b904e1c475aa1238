import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import type { MinerConfig } from '../../miner/config.ts'
import { runMiner } from '../../miner/main.ts'
import { writeOnnx } from '../../miner/models/onnx-writer.ts'
import { utf8 } from '../../shared/bytes.ts'
import { systemClock } from '../../shared/clock.ts'
import { sha256Hex } from '../../shared/crypto/hashes.ts'
import { type Keypair, keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { createWallet } from '../../shared/crypto/wallet-create.ts'
import type { Logger } from '../../shared/log.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { createRng } from '../../shared/rng.ts'
import { netUid, rao, type Ss58 } from '../../shared/units.ts'
import { signRequest } from '../../shared/wire/auth.ts'
import { createNonces } from '../../shared/wire/nonces.ts'
import { type Payload, parsePayload } from '../../shared/wire/payload.ts'
import { revealRoute } from '../../shared/wire/routes.ts'
import { createFakeSubtensor, type FakeSubtensor } from '../support/fake-subtensor.ts'
import { randomWeights, softmaxGraph } from '../support/onnx-models.ts'

export const rng = createRng(utf8('a seed for these tests'))
export const tasks = glyphs.makeTasks(rng, 4)
const nextNonce = createNonces(systemClock)

/** The bytes of another model of glyphs each time. */
export const newModel = (): Uint8Array => writeOnnx(softmaxGraph(256, 10, randomWeights(rng, 2560)))

/** A miner that runs in this process. */
export interface RunningMiner {
  /** Resolves when it serves. */
  readonly port: Promise<number>
  readonly ended: Promise<void>
  /** Messages of its log. */
  readonly lines: readonly string[]
  /** Ends it and waits. */
  stop(): Promise<void>
}

/** What a test has before each of its miners: a folder with the wallets alice and bob, a model, and a chain in memory. */
export interface Miners {
  readonly folder: string
  readonly chain: FakeSubtensor
  readonly config: MinerConfig
  /** Of the wallet alice. */
  readonly hotkey: Keypair
  /** Registered, with a permit. */
  readonly validator: Keypair
  /** Of the model, hex. */
  readonly digest: string
  start(change?: Partial<MinerConfig>): RunningMiner
  /** Sends the tasks of a round. */
  ask(port: number, how?: Asking): Promise<Response>
  /** Asks for the answers of a round. */
  reveal(port: number, round: string, receiver?: Ss58): Promise<Response>
  /** Both steps of a round. */
  play(port: number, receiver?: Ss58): Promise<Payload>
}

export interface Asking {
  readonly sender?: Keypair
  readonly receiver?: Ss58
  readonly round?: string
}

let lastRound = 0

/** Sets up anew before each test of a file. */
export function useMiners(): Miners {
  let miners: Miners | undefined
  beforeEach(async () => {
    await cryptoReady()
    miners = await setUp()
  })
  afterEach(() => rm(set().folder, { recursive: true }))
  const set = (): Miners => {
    if (miners === undefined) throw new Error('miners are there in tests only')
    return miners
  }
  return new Proxy({} as Miners, { get: (_, name) => Reflect.get(set(), name) })
}

async function setUp(): Promise<Miners> {
  const folder = await mkdtemp(join(tmpdir(), 'miner-'))
  for (const name of ['Alice', 'Bob'])
    await createWallet({
      path: folder,
      name: name.toLowerCase(),
      hotkey: 'default',
      coldkeyFrom: { tag: 'uri', uri: `//${name}` },
      hotkeyFrom: { tag: 'uri', uri: `//${name}_hk` },
    })
  const [hotkey, validator] = [keypairFromUri('//Alice_hk'), keypairFromUri('//V')]
  const model = join(folder, 'model.onnx')
  const bytes = newModel()
  await writeFile(model, bytes)
  const chain = createFakeSubtensor({ netuid: netUid(3) })
  for (const coldkey of ['//Alice', '//Bob']) chain.setBalance(keypairFromUri(coldkey).ss58, rao(5_000_000_000n))
  chain.addNeuron({ hotkey: validator.ss58, validatorPermit: true })
  const config: MinerConfig = {
    netuid: chain.netuid,
    chain: 'ws://127.0.0.1:1',
    wallet: { path: folder, name: 'alice', hotkey: 'default' },
    model,
    mechanism: 'glyphs',
    strategy: { tag: 'honest' },
    host: '127.0.0.1',
    port: 0,
    ip: '10.1.2.3',
    externalPort: undefined,
    minStake: rao(0n),
    rateLimit: 100,
    byteLimit: 4_194_304,
    maxInFlight: 8,
  }

  const post = async (port: number, target: string, content: unknown, sender: Keypair, receiver: Ss58) => {
    const body = utf8(JSON.stringify(content))
    const signed = signRequest({ method: 'POST', target, body, sender, receiver, nonceNs: nextNonce() })
    const headers = { 'content-type': 'application/json', ...signed }
    return fetch(`http://127.0.0.1:${port}${target}`, { method: 'POST', body: Buffer.from(body), headers })
  }
  const miners: Miners = {
    ...{ folder, chain, config, hotkey, validator, digest: sha256Hex(bytes) },
    start: (change) => start(chain, { ...config, ...change }),
    ask(port, { sender = validator, receiver = hotkey.ss58, round = `round ${++lastRound}` } = {}) {
      const { id: mechanism, version } = glyphs
      const request = { mechanism, version, round, request: glyphs.toRequest(tasks) }
      return post(port, '/commit', request, sender, receiver)
    },
    reveal: (port, round, receiver = hotkey.ss58) => post(port, '/reveal', { round }, validator, receiver),
    async play(port, receiver = hotkey.ss58) {
      const round = `round ${++lastRound}`
      expect((await miners.ask(port, { receiver, round })).status).toBe(200)
      const response = await miners.reveal(port, round, receiver)
      return parsePayload(revealRoute.response(await response.json()).payload)
    },
  }
  return miners
}

function start(chain: FakeSubtensor, config: MinerConfig): RunningMiner {
  const controller = new AbortController()
  const serving = Promise.withResolvers<number>()
  const lines: string[] = []
  const note = (message: string, context?: Readonly<Record<string, unknown>>) => {
    lines.push(message)
    if (message === 'serving') serving.resolve(Number(context?.listening))
  }
  const log: Logger = { debug: note, info: note, warn: note, error: note, child: () => log }
  const ended = runMiner(config, {
    clock: systemClock,
    log,
    passwords: async () => 'none',
    signal: controller.signal,
    connect: async () => chain,
  })
  ended.catch(serving.reject)
  serving.promise.catch(() => {})
  const stop = () => {
    controller.abort()
    return ended
  }
  return { port: serving.promise, ended, stop, lines }
}
