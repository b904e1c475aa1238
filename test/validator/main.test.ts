import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { downgradeModel } from '../../miner/models/downgrade.ts'
import { committedLadder } from '../../miner/models/ladder-folder.ts'
import { systemClock } from '../../shared/clock.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { createWallet } from '../../shared/crypto/wallet-create.ts'
import { type Logger, silentLogger } from '../../shared/log.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import type { Model } from '../../shared/model/model.ts'
import { openModel } from '../../shared/model/onnx.ts'
import type { SubnetHyperparameters } from '../../shared/subtensor/client.ts'
import { netUid, rao } from '../../shared/units.ts'
import type { RunConfig } from '../../validator/config.ts'
import { readKeptSince } from '../../validator/db/kept-since.ts'
import { runValidator } from '../../validator/main.ts'
import { viewScores } from '../../validator/scores-view.ts'
import { viewStatus } from '../../validator/status-view.ts'
import { createFakeModel } from '../support/fake-model.ts'
import { createFakeSubtensor } from '../support/fake-subtensor.ts'
import { OWNER, openForTest, temporaryPath } from './support/database.ts'
import { serveMiner } from './support/real-miner.ts'

beforeAll(cryptoReady)

const validator = keypairFromUri('//Alice')
const passwords = async () => ''

async function setup(change: Partial<RunConfig> = {}, hyperparameters: Partial<SubnetHyperparameters> = {}) {
  const db = temporaryPath()
  const wallet = { path: join(dirname(db), 'wallets'), name: 'alice', hotkey: 'default' }
  await createWallet({
    ...wallet,
    coldkeyFrom: { tag: 'uri', uri: '//Alice//cold' },
    hotkeyFrom: { tag: 'uri', uri: '//Alice' },
  })
  const chain = createFakeSubtensor({ hyperparameters: { tempo: 10, ...hyperparameters } })
  const config: RunConfig = {
    netuid: chain.netuid,
    chain: 'ws://127.0.0.1:9944',
    wallet,
    mechanism: 'glyphs',
    db,
    items: 64,
    deadlineMs: 60_000,
    commitBy: 'timelock',
    halfLifeRounds: 10,
    weightShape: 'ramp',
    openAfterEpochs: 2,
    retention: { rounds: 100, answers: 10 },
    allowLocalAxons: true,
    register: false,
    ...change,
  }
  const stop = new AbortController()
  /** Runs the validator; `watch` hears of every line that it logs. */
  const run = (watch: (message: string, stop: () => void) => void = () => {}): Promise<void> => {
    const hear = (message: string): void => watch(message, () => stop.abort())
    const log: Logger = { ...silentLogger, info: hear, warn: hear, error: hear, child: () => log }
    return runValidator(config, { clock: systemClock, log, passwords, connect: async () => chain, signal: stop.signal })
  }
  return { chain, config, db, run, stop }
}

/** A committed model of the glyphs, 1 the worst and 6 the best. */
const ladderModel = async (number: number): Promise<Model> =>
  openModel(await readFile(join(committedLadder('glyphs'), `glyphs-${number}.onnx`)))

describe('a running validator', () => {
  it('asks real axons, stores scores, and sets weights before the epoch', async () => {
    const { chain, db, run } = await setup()
    chain.addNeuron({ hotkey: validator.ss58, validatorPermit: true, stake: rao(5n) })
    for (const number of [2, 6, 4]) await serveMiner(chain, keypairFromUri(`//M${number}`), await ladderModel(number))
    await serveMiner(chain, keypairFromUri('//Even'), createFakeModel())
    chain.addNeuron({
      hotkey: keypairFromUri('//Offline').ss58,
      axon: { ip: '127.0.0.1', port: 9, version: 1, block: 1 },
    })
    const blocks = setInterval(() => chain.advance(), 50)
    onTestFinished(() => clearInterval(blocks))
    await run((message, stop) => {
      if (message === 'weights set') stop()
    })
    const { miners, scoring, lastWeights } = viewScores(db)
    expect(scoring).toBe('skill@3/glyphs@2')
    expect(miners.map(({ uid, lastOutcome }) => `${uid} ${lastOutcome}`)).toEqual([
      '2 answered',
      '3 answered',
      '1 answered',
      '4 answered',
      '5 unreachable',
    ])
    expect(miners.at(-1)).toMatchObject({ score: 0, lastScore: glyphs.scale.worst })
    expect(lastWeights?.block).toBeGreaterThan(0)
    const write = chain.writes.at(-1)
    const [self, good2, best, good4, even, offline] = write?.tag === 'set-weights' ? write.row.values : []
    expect(best).toBe(65_535)
    expect(best).toBeGreaterThan(good4!)
    expect(good4).toBeGreaterThan(good2!)
    expect(good2).toBeGreaterThan(0)
    expect([self, even, offline]).toEqual([0, 0, 0])
  })

  it('tells a registered model from its int8 copy by their proofs, and pays the copy nothing', async () => {
    const { chain, db, run } = await setup({ models: committedLadder('glyphs'), items: 128 })
    chain.addNeuron({ hotkey: validator.ss58, validatorPermit: true, stake: rao(5n) })
    const bytes = await readFile(join(committedLadder('glyphs'), 'glyphs-6.onnx'))
    const registered = await ladderModel(6)
    const copy = await openModel(downgradeModel(bytes))
    const [honest, cheat] = [keypairFromUri('//Honest'), keypairFromUri('//Cheat')]
    await serveMiner(chain, cheat, { ...copy, digest: registered.digest })
    await serveMiner(chain, honest, registered)
    const digest = Buffer.from(registered.digest, 'hex')
    for (const key of [cheat, honest]) await chain.setCommitment(chain.netuid, [{ tag: 'sha256', digest }], key)
    chain.advance()
    const blocks = setInterval(() => chain.advance(), 50)
    onTestFinished(() => clearInterval(blocks))
    let found = ''
    await run((message, stop) => {
      if (message === 'found') found = message
      if (message === 'weights set') stop()
    })
    const miners = new Map(viewScores(db).miners.map((miner) => [miner.hotkey, miner]))
    expect(miners.get(honest.ss58)?.findings).toEqual([])
    expect(miners.get(cheat.ss58)?.findings).toContainEqual(expect.objectContaining({ kind: 'downgrade' }))
    expect(found).toBe('found')
    const write = chain.writes.at(-1)
    expect(write?.tag === 'set-weights' && write.row.values).toEqual([0, 0, 65_535])
  })

  it('that favours a friend says so, and pays it as the best', async () => {
    const friend = keypairFromUri('//M1')
    const { chain, run } = await setup({ favour: friend.ss58 })
    chain.addNeuron({ hotkey: validator.ss58, validatorPermit: true, stake: rao(5n) })
    await serveMiner(chain, friend, await ladderModel(1))
    await serveMiner(chain, keypairFromUri('//M6'), await ladderModel(6))
    const blocks = setInterval(() => chain.advance(), 50)
    onTestFinished(() => clearInterval(blocks))
    const lines: string[] = []
    await run((message, stop) => {
      lines.push(message)
      if (message === 'weights set') stop()
    })
    expect(lines).toContainEqual(expect.stringMatching(/cheats/))
    const write = chain.writes.at(-1)
    expect(write?.tag === 'set-weights' && write.row.values).toEqual([0, 65_535, 65_535])
  })

  it('asks nobody while it has no permit, since a refusal would cost the miners their score', async () => {
    const { chain, db, run } = await setup()
    chain.addNeuron({ hotkey: validator.ss58 })
    await serveMiner(chain, keypairFromUri('//Even'), createFakeModel())
    await run((message, stop) => {
      if (message === 'no round yet') stop()
    })
    expect(viewScores(db).miners).toEqual([])
  })

  it('notes what it keeps, and frees its database when it stops', async () => {
    const { chain, config, db, run } = await setup()
    chain.addNeuron({ hotkey: validator.ss58, validatorPermit: true })
    await run((message, stop) => {
      if (message === 'validating') stop()
    })
    const { orm } = openForTest(db, { hotkey: validator.ss58, netuid: config.netuid })
    expect(readKeptSince(orm)).toEqual({ since: 1, firstRound: 1, firstAnswers: 1 })
  })
})

describe('at the start it says what is wrong:', () => {
  const code = (code: string) => expect.objectContaining({ code })

  it('a hotkey that is not registered', async () => {
    const { run } = await setup()
    await expect(run()).rejects.toEqual(code('not-registered'))
  })

  it('an unknown netuid', async () => {
    const { run } = await setup({ netuid: netUid(9) })
    await expect(run()).rejects.toEqual(code('unknown-netuid'))
  })

  it('a coldkey that cannot pay for the registration', async () => {
    const { run } = await setup({ register: true })
    await expect(run()).rejects.toEqual(code('balance-too-low'))
  })

  it('a missing wallet', async () => {
    const { run, config } = await setup()
    await expect(run()).rejects.toEqual(code('not-registered'))
    const other = await setup({ wallet: { ...config.wallet, name: 'bob' } })
    await expect(other.run()).rejects.toEqual(code('wallet-missing'))
  })

  it('labelled without held-out rows, and rows that cannot be read', async () => {
    await expect((await setup({ mechanism: 'labelled' })).run()).rejects.toEqual(code('no-held-out'))
    const missing = { mechanism: 'labelled', heldOut: '/nowhere/rows.bin' }
    await expect((await setup(missing)).run()).rejects.toEqual(code('no-held-out'))
  })

  it('more items than a miner reads', async () => {
    const { run } = await setup({ items: 4000 })
    await expect(run()).rejects.toEqual(code('request-too-large'))
  })

  it('a database in use', async () => {
    const { config, run } = await setup()
    openForTest(config.db, { hotkey: validator.ss58, netuid: config.netuid })
    await expect(run()).rejects.toEqual(code('database-locked'))
  })
})

it('registers its hotkey when it is asked to', async () => {
  const { chain, run } = await setup({ register: true })
  chain.setBalance(keypairFromUri('//Alice//cold').ss58, rao(10_000_000_000n))
  await run((message, stop) => {
    if (message === 'validating') stop()
  })
  expect(chain.writes).toMatchObject([{ tag: 'register', hotkey: validator.ss58 }])
})

describe('the status', () => {
  it('says how the validator stands', async () => {
    const chain = createFakeSubtensor({ hyperparameters: { tempo: 10 } })
    chain.addNeuron({
      hotkey: OWNER.hotkey,
      validatorPermit: true,
      validatorTrust: 65_535,
      stake: rao(7n),
      lastUpdate: 1,
    })
    chain.advance(4)
    expect(await viewStatus(chain, chain.netuid, OWNER.hotkey)).toMatchObject({
      uid: 0,
      hasPermit: true,
      validatorTrust: 1,
      stakeRao: '7',
      block: 5,
      blocksToEpoch: 5,
      weightsDue: 'before-window, until block 7',
    })
  })

  it('says when the hotkey is not registered', async () => {
    const chain = createFakeSubtensor()
    await expect(viewStatus(chain, chain.netuid, OWNER.hotkey)).rejects.toMatchObject({ code: 'not-registered' })
  })
})
