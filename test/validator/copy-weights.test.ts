import { beforeAll, describe, expect, it } from 'vitest'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { silentLogger } from '../../shared/log.ts'
import { DEFAULT_SCORING } from '../../shared/scoring/settings.ts'
import { rao, uid } from '../../shared/units.ts'
import { readLastWeights } from '../../validator/db/weights.ts'
import { setWeightsWhenDue } from '../../validator/set-weights.ts'
import { createFakeSubtensor, type FakeWrite } from '../support/fake-subtensor.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { hotkeyOf, openForTest, SCORE_KEY } from './support/database.ts'

beforeAll(cryptoReady)

const never = new AbortController().signal
const MINERS = [3, 4].map(uid)

/** A copier at uid 0, validators at 1 and 2 with stakes of 2 and 1, two miners; an epoch in block 20. */
function setup(commitBy?: 'timelock' | 'hash') {
  const client = createFakeSubtensor({ hyperparameters: { tempo: 20, weightsVersion: 3n } })
  const self = keypairFromUri('//Alice')
  const others = ['//Bob', '//Charlie'].map((uri) => keypairFromUri(uri))
  client.addNeuron({ hotkey: self.ss58, validatorPermit: true, stake: rao(9n) })
  for (const [at, { ss58: hotkey }] of others.entries())
    client.addNeuron({ hotkey, validatorPermit: true, stake: rao(BigInt(2 - at)) })
  for (const number of [1, 2]) client.addNeuron({ hotkey: hotkeyOf(number) })
  const show = ([bob, charlie]: readonly (readonly number[])[]) => {
    const rows = [bob, charlie].flatMap((values, at) => (values === undefined ? [] : [{ values, by: others[at]! }]))
    return Promise.all(rows.map(({ values, by }) => client.setWeights(client.netuid, { uids: MINERS, values }, 3n, by)))
  }
  const database = openForTest()
  const committed: unknown[] = []
  const deps = {
    // The fake's rows are what the chain shows, however they came there.
    client: {
      ...client,
      hyperparameters: async (netuid: typeof client.netuid) => ({
        ...(await client.hyperparameters(netuid)),
        commitRevealEnabled: commitBy !== undefined,
      }),
      commitTimelockedWeights: async (_: unknown, row: unknown) => {
        committed.push(row)
        return { block: await client.head(), revealRound: 1n }
      },
      commitHashedWeights: async (_: unknown, row: unknown) => {
        committed.push(row)
        return client.head()
      },
    },
    database,
    hotkey: self,
    clock: createManualClock(),
    log: silentLogger,
    randomBytes: (length: number) => new Uint8Array(length),
  }
  const options = {
    netuid: client.netuid,
    scoreKey: SCORE_KEY,
    scoring: DEFAULT_SCORING,
    commitBy: commitBy ?? 'timelock',
    copies: true,
  } as const
  /** Sets weights at a block. */
  const at = async (block: number) => {
    client.advance(block - (await client.head()).number)
    return setWeightsWhenDue(deps, options, never)
  }
  return { client, database, committed, show, at }
}

const ownRows = (writes: readonly FakeWrite[]) =>
  writes.flatMap((write) => (write.tag === 'set-weights' && write.row.uids.length > 2 ? [write.row] : []))

/** The majority gives uid 3 half of what it gives uid 4; who names all uids says the same. */
const MEDIAN = { uids: [0, 1, 2, 3, 4].map(uid), values: [0, 0, 0, 32_768, 65_535] }

describe('a validator that copies', () => {
  it('sets the stake-weighted median of what others show, without a score of its own', async () => {
    const { client, database, show, at } = setup()
    await show([
      [1, 2],
      [9, 0],
    ])
    expect(await at(18)).toMatchObject({ tag: 'set' })
    expect(ownRows(client.writes)).toEqual([MEDIAN])
    expect(readLastWeights(database.orm)).toMatchObject({ basis: undefined, weights: { length: 5 } })
  })

  it('waits for the last blocks before the epoch, when others have set theirs', async () => {
    const { client, show, at } = setup()
    await show([[2, 1]])
    expect(await at(16)).toMatchObject({ tag: 'wait', reason: 'before-window', untilBlock: 17 })
    await show([[1, 2]])
    expect(await at(18)).toMatchObject({ tag: 'set' })
    expect(ownRows(client.writes)).toEqual([MEDIAN])
  })

  it('waits while nobody has shown any', async () => {
    const { client, show, at } = setup()
    expect(await at(17)).toMatchObject({ tag: 'wait', reason: 'nothing-shown', untilBlock: 18 })
    await show([[0, 0]])
    expect(await at(18)).toMatchObject({ tag: 'wait', reason: 'nothing-shown' })
    expect(ownRows(client.writes)).toEqual([])
  })

  it.each([
    // The round of the beacon must be out before the epoch.
    ['timelock', 10],
    // Others reveal theirs shortly before.
    ['hash', 17],
  ] as const)('commits what is in force, by %s from block %d on', async (commitBy, block) => {
    const { committed, show, at } = setup(commitBy)
    await show([
      [1, 2],
      [9, 0],
    ])
    expect(await at(block - 1)).toMatchObject({ tag: 'wait', reason: 'before-window' })
    expect(await at(block)).toMatchObject({ tag: 'set' })
    expect(committed).toEqual([expect.objectContaining(MEDIAN)])
  })
})
