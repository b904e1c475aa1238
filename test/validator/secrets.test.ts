import { beforeAll, describe, expect, it } from 'vitest'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { parseCommitmentBytes, secretHash, toCommitmentBytes } from '../../shared/round/secret-commitment.ts'
import { openDatabase } from '../../validator/db/open.ts'
import { noteOnChain, readSecrets, type SecretRecord, storeSecret } from '../../validator/db/secrets.ts'
import { keepSecrets, usableSecret } from '../../validator/secrets.ts'
import { openForTest, temporaryPath } from './support/database.ts'
import { ROUND_OWNER, roundForTest, VALIDATOR } from './support/round.ts'

beforeAll(cryptoReady)

async function setup(path = temporaryPath()) {
  const database = openForTest(path, ROUND_OWNER)
  const { deps, client } = await roundForTest(database, {})
  const look = async () => {
    const metagraph = await client.metagraph(client.netuid)
    return { metagraph, onChain: (await client.commitments(client.netuid, metagraph.at)).get(VALIDATOR.ss58) }
  }
  const keep = async (openAfterEpochs = 2, change = {}) =>
    keepSecrets({ ...deps, ...change }, { ...(await look()), openAfterEpochs })
  const usable = async (db = database) => {
    const { metagraph, onChain } = await look()
    return usableSecret(db, metagraph, onChain)
  }
  const onChain = async () => {
    const [field] = (await look()).onChain?.fields ?? []
    return field?.tag === 'raw' ? parseCommitmentBytes(field.bytes) : undefined
  }
  /** Commits to a new secret as a process that is killed before it can note so. */
  const commit = async (opened: SecretRecord | undefined) => {
    const { at } = await client.metagraph(client.netuid)
    const { period, secret } = storeSecret(database.orm, { period: at.number, secret: deps.randomBytes(32) })
    const bytes = toCommitmentBytes({ period, hash: secretHash(secret), opened })
    await client.setCommitment(client.netuid, [{ tag: 'raw', bytes }], VALIDATOR)
  }
  return { database, deps, client, keep, commit, usable, onChain, commits: () => client.calls.get('setCommitment') }
}

describe('the secret of a period', () => {
  it('is on chain before it is used, and stays the same for the whole epoch', async () => {
    const { keep, usable, onChain, commits, client } = await setup()
    const first = await usable()
    expect(secretHash(first!.secret)).toBe((await onChain())?.hash)
    for (let i = 0; i < 5; i++) {
      client.advance()
      expect(await keep()).toBe(true)
    }
    expect(commits()).toBe(1)
    expect((await usable())?.id).toBe(first?.id)
  })

  it('hands over to the next one without a gap', async () => {
    const { keep, usable, client } = await setup()
    const first = await usable()
    client.advance(10)
    await keep()
    // In the block of the new commitment the last one is the one that was on chain before.
    expect((await usable())?.id).toBe(first?.id)
    client.advance()
    expect((await usable())?.id).toBe(first!.id + 1)
  })

  it('is stored before the chain hears of it, and tried again after a failure', async () => {
    const { database, keep, deps, client } = await setup()
    client.advance(10)
    let stored = 0
    const setCommitment = async (): Promise<never> => {
      stored = readSecrets(database.orm).length
      throw new Error('connection lost')
    }
    expect(await keep(2, { client: { ...deps.client, setCommitment } })).toBe(false)
    expect(stored).toBe(2)
    expect(await keep()).toBe(true)
    expect(readSecrets(database.orm)).toHaveLength(2)
  })

  it('goes on after a restart that lost the word of the chain', async () => {
    const path = temporaryPath()
    const { keep, client, database } = await setup(path)
    client.advance(10)
    await keep()
    client.advance()
    database.close()
    const again = openDatabase(path, ROUND_OWNER)
    again.orm.run('UPDATE secrets SET committed_block = NULL')
    const metagraph = await client.metagraph(client.netuid)
    const onChain = (await client.commitments(client.netuid)).get(VALIDATOR.ss58)
    expect(usableSecret(again, metagraph, onChain)?.id).toBe(2)
    expect(readSecrets(again.orm)[0]?.committedBlock).toBe(onChain?.block)
    again.close()
  })

  it('is drawn anew when the database is lost, and nothing else breaks', async () => {
    const { client, usable, deps, onChain } = await setup()
    const before = await onChain()
    const lost = openForTest(undefined, ROUND_OWNER)
    expect(await usable(lost)).toBeUndefined()
    const metagraph = await client.metagraph(client.netuid)
    const known = (await client.commitments(client.netuid)).get(VALIDATOR.ss58)
    const randomBytes = () => new Uint8Array(32).fill(99)
    await keepSecrets({ ...deps, database: lost, randomBytes }, { metagraph, onChain: known, openAfterEpochs: 2 })
    client.advance()
    expect((await onChain())?.hash).not.toBe(before?.hash)
    expect((await usable(lost))?.secret).toEqual(randomBytes())
  })

  it('is used no more once it is open, and opened as late as was asked for', async () => {
    const { keep, onChain, usable, client, database } = await setup()
    for (let epoch = 1; epoch <= 5; epoch++) {
      client.advance(10)
      await keep(3)
      const opened = (await onChain())?.opened
      expect(opened === undefined).toBe(epoch < 3)
      client.advance()
      const used = await usable()
      expect(used?.isOpened).toBe(false)
      expect(readSecrets(database.orm).filter(({ isOpened }) => isOpened)).toHaveLength(Math.max(0, epoch - 2))
    }
  })
})

describe('no round is drawn', () => {
  it('from a secret that came on chain in the same block as the next one', async () => {
    const { database, usable, client, commit } = await setup()
    client.advance(10)
    const { id } = storeSecret(database.orm, { period: 10, secret: new Uint8Array(32).fill(7) })
    await commit(undefined)
    const { number } = (await client.metagraph(client.netuid)).at
    noteOnChain(database.orm, { id, committedBlock: number - 1, openedId: undefined })
    expect((await usable())?.id).toBe(id)
    database.orm.run(`UPDATE secrets SET committed_block = ${number} WHERE id = ${id}`)
    expect(await usable()).toBeUndefined()
  })

  it('from one that the commitment of this very block opens, though a crash left no note of it', async () => {
    const { usable, client, commit } = await setup()
    const first = await usable()
    client.advance(10)
    await commit(first)
    expect(await usable()).toBeUndefined()
    client.advance()
    expect((await usable())?.id).toBe(first!.id + 1)
  })
})

describe('a validator', () => {
  it('draws another secret when that of the period is open, as on a chain that started anew', async () => {
    const { database, keep, usable, onChain } = await setup()
    const first = await usable()
    noteOnChain(database.orm, { id: first!.id, committedBlock: 1, openedId: first!.id })
    expect(await keep()).toBe(true)
    const [newest] = readSecrets(database.orm)
    expect(newest).toMatchObject({ id: first!.id + 1, period: first!.period, isOpened: false })
    expect((await onChain())?.hash).toBe(secretHash(newest!.secret))
  })

  it('never opens the secret that it commits to, also where there are no epochs', async () => {
    const { deps, database, client, onChain } = await setup()
    const metagraph = { ...(await client.metagraph(client.netuid)), tempo: 0, blocksSinceLastStep: 0 }
    const [before] = readSecrets(database.orm)
    // The last commitment failed.
    const { secret } = storeSecret(database.orm, { period: metagraph.at.number, secret: new Uint8Array(32).fill(7) })
    expect(await keepSecrets(deps, { metagraph, onChain: undefined, openAfterEpochs: 2 })).toBe(true)
    expect(await onChain()).toMatchObject({ hash: secretHash(secret), opened: { secret: before!.secret } })
  })
})

it('commitments that mean something else are none', async () => {
  const { client, usable } = await setup()
  await client.setCommitment(client.netuid, [{ tag: 'raw', bytes: new Uint8Array(45) }], VALIDATOR)
  client.advance()
  expect(await usable()).toBeUndefined()
})
