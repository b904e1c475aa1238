import { beforeAll, describe, expect, test } from 'vitest'
import { fromHex, toHex } from '../../../shared/bytes.ts'
import { keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import type { BlockRef } from '../../../shared/subtensor/client.ts'
import type { ChainConnection } from '../../../shared/subtensor/connection.ts'
import type { ChainCall } from '../../../shared/subtensor/submit.ts'
import { commitTimelockedWeights } from '../../../shared/subtensor/timelocked-weights.ts'
import { createLocalBeacon } from '../../../shared/timelock/local-beacon.ts'
import { openTimelocked } from '../../../shared/timelock/timelock.ts'
import { decodeWeightsPayload } from '../../../shared/timelock/weights-payload.ts'
import { netUid, uid } from '../../../shared/units.ts'
import { testRandom } from '../../support/commit-reveal.ts'

beforeAll(cryptoReady)

const beacon = createLocalBeacon({ seed: Uint8Array.of(6), periodSeconds: 3, genesisTime: 0 })
const { publicKey } = beacon.parameters
const head: BlockRef = { number: 100, hash: `0x${'aa'.repeat(32)}` }
const earlier: BlockRef = { number: 50, hash: `0x${'bb'.repeat(32)}` }

/** A chain with a block each second; its head is at the time of round 1001. */
function fakeChain(change: Readonly<Record<string, unknown>> = {}) {
  const sent: ChainCall[] = []
  const answers: Readonly<Record<string, unknown>> = {
    BeaconConfig: { publicKey: toHex(publicKey), period: 3, genesisTime: 0, metadata: {} },
    LastStoredRound: 1000,
    CommitRevealWeightsVersion: 4,
    RevealPeriodEpochs: 1,
    Tempo: 20,
    LastEpochBlock: 95,
    PendingEpochAt: 0,
    BlockHash: earlier.hash,
    ...change,
  }
  const refuse = (): never => {
    throw new Error('not asked for in this test')
  }
  const chain: ChainConnection = {
    url: 'ws://fake',
    pallets: [],
    head: async () => head,
    heads: refuse,
    blockHash: refuse,
    query: async (_pallet, item, _keys, at) => {
      if (item !== 'Now') return answers[item] ?? null
      return 3_000_000 - (at?.hash === earlier.hash ? 50_000 : 0)
    },
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
const hotkey = keypairFromUri('//Alice')
const row = { uids: [uid(1), uid(3)], values: [10, 65_535] }
const commit = (chain: ChainConnection) =>
  commitTimelockedWeights(chain, { netuid: netUid(2), row, versionKey: 7n, hotkey, random: testRandom() })

describe('committing timelocked weights', () => {
  test('sends what the pulse of the round opens, for this hotkey', async () => {
    const { chain, sent } = fakeChain()
    const { block, revealRound } = await commit(chain)
    expect(block.number).toBe(101)
    // The epoch runs in block 115; block 114 comes 14 s after the head.
    expect(revealRound).toBe(1004n)
    const [call] = sent
    expect(call).toMatchObject({ pallet: 'SubtensorModule', call: 'commit_timelocked_weights' })
    const [netuid, bytes, round, version] = call!.args
    expect([netuid, round, version]).toEqual([2, 1004n, 4])
    const [pulse] = beacon.pulsesAfter(1003n, Number.MAX_SAFE_INTEGER, 1)
    const plaintext = openTimelocked(fromHex(String(bytes)), pulse!.signature)
    expect(decodeWeightsPayload(plaintext, hotkey.publicKey)).toEqual({
      uids: [1, 3],
      values: [10, 65_535],
      versionKey: 7n,
    })
  })

  test('aims at an epoch that was asked for', async () => {
    const { chain } = fakeChain({ PendingEpochAt: 109 })
    expect((await commit(chain)).revealRound).toBe(1002n)
  })

  test('is refused where the chain hears no beacon', async () => {
    const { chain, sent } = fakeChain({ LastStoredRound: 0 })
    await expect(commit(chain)).rejects.toMatchObject({ code: 'no-beacon' })
    expect(sent).toEqual([])
  })

  test('is refused where the chain answers in another form', async () => {
    const { chain } = fakeChain({ BeaconConfig: { publicKey: '0x12', period: 3, genesisTime: 0 } })
    await expect(commit(chain)).rejects.toMatchObject({ code: 'not-on-this-chain' })
  })
})
