import { sql } from 'drizzle-orm'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { AppError } from '../../shared/errors.ts'
import { silentLogger } from '../../shared/log.ts'
import { DEFAULT_SCORING } from '../../shared/scoring/settings.ts'
import type { SubnetHyperparameters } from '../../shared/subtensor/client.ts'
import { readCommits, storeCommits } from '../../validator/db/commits.ts'
import { readLastWeights } from '../../validator/db/weights.ts'
import { createGuard } from '../../validator/guard.ts'
import { setWeightsWhenDue } from '../../validator/set-weights.ts'
import { createWeightsService } from '../../validator/weights-service.ts'
import { createFakeSubtensor } from '../support/fake-subtensor.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { hotkeyOf, openForTest, SCORE_KEY, storeRound } from './support/database.ts'

beforeAll(cryptoReady)

const never = new AbortController().signal

/** A validator with a score of one miner, at block 9 of an epoch that ends at block 11. */
function setup(hyperparameters: Partial<SubnetHyperparameters> = {}, commitBy: 'timelock' | 'hash' = 'timelock') {
  const hotkey = keypairFromUri('//Alice')
  const client = createFakeSubtensor({ hyperparameters: { tempo: 10, weightsVersion: 3n, ...hyperparameters } })
  client.addNeuron({ hotkey: hotkey.ss58, validatorPermit: true })
  client.addNeuron({ hotkey: hotkeyOf(1), axon: { ip: '127.0.0.1', port: 9, version: 1, block: 1 } })
  client.advance(7)
  const database = openForTest()
  storeRound(database.orm)
  const clock = createManualClock()
  const deps = {
    client,
    database,
    hotkey,
    clock,
    log: silentLogger,
    randomBytes: (length: number) => new Uint8Array(length).fill(1),
  }
  const options = { netuid: client.netuid, scoreKey: SCORE_KEY, scoring: DEFAULT_SCORING, commitBy }
  return { client, database, clock, deps, options, set: () => setWeightsWhenDue(deps, options, never) }
}

describe('setting weights', () => {
  it('writes the row with the version of the subnet and stores what the chain accepted', async () => {
    const { client, database, deps, set } = setup()
    expect(await set()).toMatchObject({ tag: 'set' })
    expect(client.writes).toEqual([
      { tag: 'set-weights', hotkey: deps.hotkey.ss58, row: { uids: [0, 1], values: [0, 65_535] }, versionKey: 3n },
    ])
    expect(readLastWeights(database.orm)).toMatchObject({ block: 9, weights: [{ value: 0 }, { value: 65_535 }] })
  })

  it('waits until there is a score, so that the row on chain stays', async () => {
    const { client, deps, options } = setup()
    const result = await setWeightsWhenDue(deps, { ...options, scoreKey: 'skill@3/labelled@1' }, never)
    expect(result).toMatchObject({ tag: 'wait', reason: 'no-scores' })
    expect(client.writes).toEqual([])
  })

  it('says when the chain refuses, and does not try the same again', async () => {
    const { client, set } = setup()
    client.failNext('setWeights', new AppError('extrinsic-failed', 'failed: NotEnoughStakeToSetWeights'))
    expect(await set()).toEqual({ tag: 'refused', detail: 'failed: NotEnoughStakeToSetWeights', untilBlock: 10 })
    expect(client.calls.get('setWeights')).toBe(1)
  })

  it('commits the row where the subnet has commit-reveal', async () => {
    const { client, database, deps, set } = setup({ commitRevealEnabled: true })
    expect(await set()).toMatchObject({ tag: 'set', block: 9 })
    expect(client.writes).toEqual([
      { tag: 'commit-weights', hotkey: deps.hotkey.ss58, row: { uids: [0, 1], values: [0, 65_535] }, versionKey: 3n },
    ])
    expect(readLastWeights(database.orm)).toMatchObject({ block: 9, weights: [{ value: 0 }, { value: 65_535 }] })
  })

  it('commits by hash and reveals what it committed before, also after a restart', async () => {
    const { client, deps, options } = setup({ commitRevealEnabled: true }, 'hash')
    const secret = { uids: [0, 1], values: [0, 65_535], salt: Array(8).fill(257), versionKey: 3n }
    const by = { hotkey: deps.hotkey.ss58, row: secret }
    expect(await setWeightsWhenDue(deps, options, never)).toMatchObject({ tag: 'set', block: 9 })
    expect(client.writes).toEqual([{ tag: 'commit-hash', ...by }])
    expect(readCommits(deps.database.orm)).toEqual([secret])
    client.advance(9)
    expect(await setWeightsWhenDue(deps, options, never)).toMatchObject({ tag: 'set' })
    expect(client.writes.slice(1)).toEqual([
      { tag: 'reveal-hash', ...by },
      { tag: 'commit-hash', ...by },
    ])
    expect(readCommits(deps.database.orm)).toHaveLength(1)
  })

  it('commits although a reveal is refused, and keeps its secret although the commit fails', async () => {
    const { client, database, set } = setup({ commitRevealEnabled: true }, 'hash')
    storeCommits(database.orm, [{ uids: [1], values: [1], salt: [1], versionKey: 3n }])
    client.failNext('revealHashedWeights', new AppError('extrinsic-failed', 'failed: ExpiredWeightCommit'))
    client.failNext('commitHashedWeights', new AppError('chain-unreachable', 'gone'))
    await expect(set()).rejects.toMatchObject({ code: 'chain-unreachable' })
    expect(readCommits(database.orm)).toHaveLength(2)
    expect(await set()).toMatchObject({ tag: 'set' })
    expect(client.writes.at(-1)).toMatchObject({ tag: 'commit-hash' })
  })

  it('says when the chain refuses a commit', async () => {
    const { client, set } = setup({ commitRevealEnabled: true })
    client.failNext('commitTimelockedWeights', new AppError('extrinsic-failed', 'failed: TooManyUnrevealedCommits'))
    expect(await set()).toMatchObject({ tag: 'refused', detail: 'failed: TooManyUnrevealedCommits' })
    expect(client.calls.get('commitTimelockedWeights')).toBe(1)
  })

  it('does not send a row that cannot be stored', async () => {
    const { client, database, set } = setup()
    database.orm.run(sql`CREATE TRIGGER full BEFORE INSERT ON intended_weights BEGIN SELECT RAISE(ABORT, 'full'); END`)
    await expect(set()).rejects.toMatchObject({ code: 'database-failed' })
    expect(client.writes).toEqual([])
  })

  it('sends nothing when the validator stops', async () => {
    const { client, deps, options } = setup()
    await expect(setWeightsWhenDue(deps, options, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
    expect(client.writes).toEqual([])
  })
})

describe('the weights service', () => {
  function start(hyperparameters: Partial<SubnetHyperparameters> = {}) {
    const fixture = setup(hyperparameters)
    const { deps, options, clock } = fixture
    const stop = new AbortController()
    const service = createWeightsService({ ...deps, guard: createGuard({ log: silentLogger }) }, options)
    const done = service.run(stop.signal)
    onTestFinished(async () => {
      stop.abort()
      await done
    })
    const advance = async (blocks: number): Promise<void> => {
      for (let i = 0; i < blocks; i++) {
        fixture.client.advance()
        await clock.advance(0)
      }
    }
    return { ...fixture, advance, stop, done }
  }

  it('sets weights once in every tempo', async () => {
    const { client, advance, clock } = start()
    await clock.advance(0)
    await advance(50)
    const sets = client.writes.filter(({ tag }) => tag === 'set-weights')
    expect(sets.length).toBeGreaterThanOrEqual(4)
    expect(sets.length).toBeLessThanOrEqual(6)
  })

  it.each(['extrinsic-rejected', 'chain-unreachable'])('tries again in the next block after %s', async (code) => {
    const { client, advance, clock } = start({ tempo: 20 })
    client.failNext('setWeights', new AppError(code, 'passing'))
    await clock.advance(0)
    await advance(7)
    expect(client.calls.get('setWeights')).toBe(1)
    expect(client.writes).toEqual([])
    await advance(1)
    expect(client.writes).toMatchObject([{ tag: 'set-weights' }])
    expect(client.calls.get('setWeights')).toBe(2)
  })

  it('asks the chain little while it waits', async () => {
    const { client, advance, clock } = start({ tempo: 100 })
    await clock.advance(0)
    await advance(60)
    expect(client.calls.get('metagraph')).toBeLessThanOrEqual(4)
    expect(client.writes).toEqual([])
  })

  it('goes on when the chain comes back', async () => {
    const { client, advance, clock } = start()
    client.setReachable(false)
    await clock.advance(0)
    await advance(15)
    client.setReachable(true)
    await advance(15)
    expect(client.writes.length).toBeGreaterThan(0)
  })

  it('opens a broken stream of blocks again, ever more patiently', async () => {
    const { client, clock, deps, options } = setup()
    let opened = 0
    const heads = (): AsyncIterable<never> => {
      opened++
      throw new AppError('chain-unreachable', 'gone')
    }
    const stop = new AbortController()
    const guard = createGuard({ log: silentLogger })
    const done = createWeightsService({ ...deps, client: { ...client, heads }, guard }, options).run(stop.signal)
    await clock.advance(1000 + 2000 + 4000)
    expect(opened).toBe(4)
    await clock.advance(3_600_000)
    expect(opened).toBeLessThan(130)
    expect(opened).toBeGreaterThan(110)
    stop.abort()
    await done
  })

  it('ends when told to', async () => {
    const { stop, done, client, clock } = start()
    await clock.advance(0)
    stop.abort()
    await done
    expect(client.followers).toBe(0)
  })
})
