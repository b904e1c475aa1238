import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { AppError } from '../../shared/errors.ts'
import { silentLogger } from '../../shared/log.ts'
import { DEFAULT_SCORING } from '../../shared/scoring/settings.ts'
import type { SubnetHyperparameters, WeightRow } from '../../shared/subtensor/client.ts'
import { uid } from '../../shared/units.ts'
import { readIntended } from '../../validator/db/intended-weights.ts'
import { openDatabase } from '../../validator/db/open.ts'
import { readWeightSets } from '../../validator/db/weights.ts'
import { type SetWeightsDeps, setWeightsWhenDue } from '../../validator/set-weights.ts'
import { createFakeSubtensor } from '../support/fake-subtensor.ts'
import { createManualClock } from '../support/manual-clock.ts'
import {
  hotkeyOf,
  OWNER,
  openForTest,
  SCORE_KEY,
  scoreOf,
  skilled,
  storeRound,
  temporaryPath,
} from './support/database.ts'

beforeAll(cryptoReady)

const never = new AbortController().signal
const gone = () => new AppError('chain-unreachable', 'gone')

/** A validator with a score of one miner of two, at block 16, with an epoch in block 20: rows come in block 17. */
function setup(hyperparameters: Partial<SubnetHyperparameters> = {}, path = temporaryPath()) {
  const hotkey = keypairFromUri('//Alice')
  const client = createFakeSubtensor({ hyperparameters: { tempo: 20, weightsRateLimit: 5, ...hyperparameters } })
  client.addNeuron({ hotkey: hotkey.ss58, validatorPermit: true })
  client.addNeuron({ hotkey: hotkeyOf(1), axon: { ip: '127.0.0.1', port: 9, version: 1, block: 1 } })
  client.addNeuron({ hotkey: hotkeyOf(2), axon: { ip: '127.0.0.1', port: 9, version: 1, block: 1 } })
  client.advance(15)
  const database = openForTest(path)
  if (readWeightSets(database.orm, { limit: 1 }).length === 0) storeRound(database.orm)
  const deps: SetWeightsDeps = {
    client,
    database,
    hotkey,
    clock: createManualClock(),
    log: silentLogger,
    randomBytes: (length: number) => new Uint8Array(length).fill(1),
  }
  const options = { netuid: client.netuid, scoreKey: SCORE_KEY, scoring: DEFAULT_SCORING }
  const set = (change: Partial<SetWeightsDeps['client']> = {}, commitBy: 'timelock' | 'hash' = 'timelock') =>
    setWeightsWhenDue({ ...deps, client: { ...client, ...change } }, { ...options, commitBy }, never)
  const published = () => readWeightSets(database.orm, { limit: 9 }).map(({ block }) => block)
  return { client, database, hotkey, set, published, intended: () => readIntended(database.orm) }
}

/** A call whose block comes, and whose answer does not. */
const losing =
  <A extends readonly unknown[]>(call: (...args: A) => Promise<unknown>) =>
  async (...args: A): Promise<never> => {
    await call(...args)
    throw gone()
  }

/** With this score rows are others. */
const BETTER = scoreOf(2, { uid: uid(2), standing: skilled(2, 0.9) })

const alreadySet = { tag: 'wait', reason: 'already-set' }

describe('a row whose answer was lost', () => {
  it('is stored with its block at the next turn, and sent once', async () => {
    const { client, set, published, intended } = setup()
    await expect(set({ setWeights: losing(client.setWeights) })).rejects.toMatchObject({ code: 'chain-unreachable' })
    expect(published()).toEqual([])
    expect(await set()).toMatchObject(alreadySet)
    expect([published(), intended(), client.writes.length]).toEqual([[17], undefined, 1])
  })

  it.each(['timelock', 'hash'] as const)('is stored where rows are committed by %s, too', async (by) => {
    const { client, set, published, intended } = setup({ commitRevealEnabled: true })
    const commitTimelockedWeights = losing(client.commitTimelockedWeights)
    const commitHashedWeights = losing(client.commitHashedWeights)
    await expect(set({ commitTimelockedWeights, commitHashedWeights }, by)).rejects.toThrow('gone')
    expect(await set({}, by)).toMatchObject(alreadySet)
    expect([published(), intended(), client.writes.length]).toEqual([[17], undefined, 1])
  })

  it('keeps what it was made from', async () => {
    const lost = setup()
    await expect(lost.set({ setWeights: losing(lost.client.setWeights) })).rejects.toThrow('gone')
    await lost.set()
    const told = setup()
    await told.set()
    expect(readWeightSets(lost.database.orm, { limit: 1 })).toEqual(readWeightSets(told.database.orm, { limit: 1 }))
  })

  it('is sent again as it is while it may be on its way, and stored although the second is refused', async () => {
    const { client, database, set, published } = setup()
    let send = async () => {}
    const rows: WeightRow[] = []
    const setWeights: typeof client.setWeights = async (...args) => {
      rows.push(args[1])
      send = async () => void (await client.setWeights(...args))
      throw gone()
    }
    await expect(set({ setWeights })).rejects.toThrow('gone')
    // Another row would be made of this round.
    storeRound(database.orm, { change: { scores: [BETTER] } })
    const late: typeof client.setWeights = async (...args) => {
      rows.push(args[1])
      await send()
      return client.setWeights(...args)
    }
    expect(await set({ setWeights: late })).toEqual({ tag: 'set', block: 17 })
    expect(client.writes).toMatchObject([{ row: rows[0] }])
    expect(rows[1]).toEqual(rows[0])
    expect(published()).toEqual([17])
  })

  it('is left when it did not come before the epoch', async () => {
    const { client, database, set, published } = setup()
    client.failNext('setWeights', gone())
    await expect(set()).rejects.toThrow('gone')
    storeRound(database.orm, { change: { scores: [BETTER] } })
    client.advance(20)
    expect(await set()).toMatchObject({ tag: 'set', block: 37 })
    expect(client.writes).toMatchObject([{ row: { values: [0, expect.any(Number), 65_535] } }])
    expect(published()).toEqual([37])
  })

  it('is made anew when a uid has changed hands since', async () => {
    const { client, set } = setup()
    client.failNext('setWeights', gone())
    await expect(set()).rejects.toThrow('gone')
    client.changeNeuron(1, { hotkey: hotkeyOf(3) })
    await set()
    expect(client.writes).toMatchObject([{ row: { values: [0, 0, 0] } }])
  })
})

it('a row that is on chain and that the disk does not take is stored as soon as it does', async () => {
  const { client, database, set, published } = setup()
  database.orm.run(sql`CREATE TRIGGER full BEFORE INSERT ON weights BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
  for (let i = 0; i < 3; i++) await expect(set()).rejects.toMatchObject({ code: 'database-failed' })
  database.orm.run(sql`DROP TRIGGER full`)
  expect(await set()).toMatchObject(alreadySet)
  expect([published(), client.writes.length]).toEqual([[17], 1])
})

it('a row that the chain refused is forgotten, so that one set by hand later is not taken for it', async () => {
  const { client, hotkey, set, published, intended } = setup({ commitRevealEnabled: true })
  client.failNext('commitTimelockedWeights', new AppError('extrinsic-failed', 'failed: NotEnoughStakeToSetWeights'))
  expect(await set()).toMatchObject({ tag: 'refused' })
  expect(intended()).toBeUndefined()
  await client.commitTimelockedWeights(client.netuid, { uids: [uid(1)], values: [1] }, 0n, hotkey)
  await set()
  expect(published()).toEqual([])
})

describe('a row that was set by hand in between', () => {
  it('is not published as the validator’s own', async () => {
    const { client, hotkey, set, published, intended } = setup()
    client.failNext('setWeights', gone())
    await expect(set()).rejects.toThrow('gone')
    await client.setWeights(client.netuid, { uids: [uid(2)], values: [65_535] }, 0n, hotkey)
    expect(await set()).toMatchObject(alreadySet)
    expect([published(), intended()]).toEqual([[], undefined])
  })

  it('is not taken for one of long ago where rows are committed', async () => {
    const { client, hotkey, set, published, intended } = setup({ commitRevealEnabled: true })
    client.failNext('commitTimelockedWeights', gone())
    await expect(set()).rejects.toThrow('gone')
    client.advance(50)
    await client.commitTimelockedWeights(client.netuid, { uids: [uid(2)], values: [65_535] }, 0n, hotkey)
    await set()
    expect([published(), intended()]).toEqual([[], undefined])
  })

  it('nor is a registration', async () => {
    const { client, hotkey, set, published, intended } = setup({ commitRevealEnabled: true })
    client.failNext('commitTimelockedWeights', gone())
    await expect(set()).rejects.toThrow('gone')
    client.changeNeuron(0, { hotkey: hotkey.ss58, lastUpdate: 17, blockAtRegistration: 17 })
    client.advance(1)
    expect(await set()).toMatchObject({ tag: 'wait', reason: 'rate-limited' })
    expect([published(), intended()]).toEqual([[], undefined])
  })
})

it('kill -9 between the block and the storing leaves a row that the next process stores', async () => {
  const path = temporaryPath()
  const before = openDatabase(path, OWNER)
  storeRound(before.orm)
  before.close()
  const child = spawn(process.execPath, [join(import.meta.dirname, 'support/lose-weights.ts'), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect([child.signalCode, String(line)]).toEqual(['SIGKILL', '17\n'])

  // The chain outlived the process, with the row that it took.
  const { client, database, hotkey, set } = setup({}, path)
  const lost = readIntended(database.orm)
  expect(lost).toMatchObject({ isShown: true, block: 16, lastUpdate: 0, weights: [{ value: 0 }, { value: 65_535 }] })
  await client.setWeights(client.netuid, { uids: [uid(0), uid(1)], values: [0, 65_535] }, 0n, hotkey)
  expect(await set()).toMatchObject(alreadySet)
  expect(readWeightSets(database.orm, { limit: 9 })).toEqual([
    { block: 17, setAt: lost?.madeAt, weights: lost?.weights, basis: lost?.basis },
  ])
  expect(readIntended(database.orm)).toBeUndefined()
})
