import { beforeAll, describe, expect, test } from 'vitest'
import { toHex } from '../../../shared/bytes.ts'
import { keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import type { ChainConnection } from '../../../shared/subtensor/connection.ts'
import { commitHashedWeights, revealHashedWeights } from '../../../shared/subtensor/hashed-weights.ts'
import type { ChainCall } from '../../../shared/subtensor/submit.ts'
import { netUid } from '../../../shared/units.ts'
import { commitHash } from '../../../shared/weights/commit-hash.ts'

beforeAll(cryptoReady)

const netuid = netUid(2)
const hotkey = keypairFromUri('//Alice')
const rowOf = (salt: number) => ({ uids: [1, 3], values: [10, 65_535], salt: [salt], versionKey: 7n })
const hashOf = (salt: number) => toHex(commitHash({ ...rowOf(salt), hotkey: hotkey.publicKey, index: 2 }))

/** A subnet in epoch 10 with a reveal period of 2, whose queue holds the given commits. */
function fakeChain(queue: readonly (readonly [salt: number, epoch: number])[] | null) {
  const sent: ChainCall[] = []
  const refuse = (): never => {
    throw new Error('not asked for in this test')
  }
  const answers: Readonly<Record<string, unknown>> = {
    WeightCommits: queue?.map(([salt, epoch]) => [hashOf(salt), epoch, 5, 0]) ?? null,
    SubnetEpochIndex: 10,
    RevealPeriodEpochs: 2,
  }
  const chain: ChainConnection = {
    url: 'ws://fake',
    pallets: [],
    head: async () => ({ number: 100, hash: '0xaa' }),
    heads: refuse,
    blockHash: refuse,
    query: async (_pallet, item) => answers[item] ?? null,
    entries: refuse,
    keys: refuse,
    runtimeApi: refuse,
    submit: async (call) => {
      sent.push(call)
      return { block: { number: 101, hash: '0xcc' }, events: [] }
    },
    send: refuse,
    close: async () => {},
  }
  return { chain, sent }
}

test('a commit is the hash of the row', async () => {
  const { chain, sent } = fakeChain(null)
  expect(await commitHashedWeights(chain, netuid, rowOf(1), hotkey)).toMatchObject({ number: 101 })
  expect(sent).toEqual([{ pallet: 'SubtensorModule', call: 'commit_weights', args: [2, hashOf(1)] }])
})

describe('a reveal', () => {
  const reveal = (chain: ChainConnection, salts: readonly number[]) =>
    revealHashedWeights(chain, netuid, salts.map(rowOf), hotkey)

  test('shows the newest row whose epoch it is and keeps those that come later', async () => {
    const { chain, sent } = fakeChain([
      [1, 7],
      [2, 8],
      [3, 8],
      [4, 9],
      [5, 10],
    ])
    const { block, waiting } = await reveal(chain, [1, 2, 3, 4, 5, 6])
    expect(block).toMatchObject({ number: 101 })
    expect(waiting).toEqual([rowOf(4), rowOf(5)])
    expect(sent).toEqual([
      { pallet: 'SubtensorModule', call: 'reveal_weights', args: [2, [1, 3], [10, 65_535], [3], 7n] },
    ])
  })

  test.each([[null], [[[1, 9] as const]]])('sends nothing where nothing is due', async (queue) => {
    const { chain, sent } = fakeChain(queue)
    const { block, waiting } = await reveal(chain, [1])
    expect([block, waiting.length, sent]).toEqual([undefined, queue === null ? 0 : 1, []])
  })
})
