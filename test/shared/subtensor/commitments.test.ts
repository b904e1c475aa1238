import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { toHex } from '../../../shared/bytes.ts'
import { type Keypair, keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import type { WritableField } from '../../../shared/subtensor/client.ts'
import { readCommitments, setCommitment } from '../../../shared/subtensor/commitments.ts'
import type { ChainConnection } from '../../../shared/subtensor/connection.ts'
import type { ChainCall } from '../../../shared/subtensor/submit.ts'
import { netUid } from '../../../shared/units.ts'

beforeAll(cryptoReady)

const at = { number: 100, hash: '0xaa' }
const netuid = netUid(1)
const refuse = (): never => {
  throw new Error('not asked for in this test')
}
let key: Keypair
beforeAll(() => {
  key = keypairFromUri('//M')
})
const miner = () => key

/** A chain whose map of commitments holds the given values under the miner's key. */
function fakeChain(...values: readonly unknown[]) {
  const sent: ChainCall[] = []
  const chain: ChainConnection = {
    url: 'ws://fake',
    pallets: [],
    head: async () => at,
    heads: refuse,
    blockHash: refuse,
    query: refuse,
    keys: refuse,
    entries: async () => values.map((value) => [[1, miner().ss58], value] as const),
    runtimeApi: refuse,
    submit: async (call) => {
      sent.push(call)
      return { block: at, events: [] }
    },
    send: refuse,
    close: async () => {},
  }
  return { chain, sent }
}

const registration = (fields: unknown) => ({ deposit: 0, block: 7, info: { fields } })
async function fieldsOf(...fields: readonly unknown[]) {
  const { chain } = fakeChain(registration(fields))
  return (await readCommitments(chain, netuid, at)).get(miner().ss58)?.fields
}

describe('commitments', () => {
  test('are written as the variants of the chain', async () => {
    const { chain, sent } = fakeChain()
    const fields: readonly WritableField[] = [
      { tag: 'sha256', digest: new Uint8Array(32).fill(5) },
      { tag: 'raw', bytes: Uint8Array.of(1, 2, 3) },
      { tag: 'raw', bytes: new Uint8Array() },
    ]
    expect(await setCommitment(chain, netuid, fields, miner())).toEqual(at)
    const info = { fields: [{ Sha256: `0x${'05'.repeat(32)}` }, { Raw3: '0x010203' }, { Raw0: '0x' }] }
    expect(sent).toEqual([{ pallet: 'Commitments', call: 'set_commitment', args: [1, info] }])
  })

  test.each<WritableField>([
    { tag: 'sha256', digest: new Uint8Array(31) },
    { tag: 'raw', bytes: new Uint8Array(129) },
  ])('of a wrong length are not sent: %o', async (field) => {
    const { chain, sent } = fakeChain()
    await expect(setCommitment(chain, netuid, [field], miner())).rejects.toMatchObject({ code: 'out-of-range' })
    expect(sent).toEqual([])
  })

  test('are read with the block in which they were made', async () => {
    const { chain } = fakeChain(registration([{ raw2: '0xabcd' }]))
    expect(await readCommitments(chain, netuid, at)).toEqual(
      new Map([[miner().ss58, { block: 7, fields: [{ tag: 'raw', bytes: Uint8Array.of(0xab, 0xcd) }] }]]),
    )
  })

  test('come back as they were written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 128 }), async (bytes) => {
        expect(await fieldsOf({ [`raw${bytes.length}`]: toHex(bytes) })).toEqual([
          { tag: 'raw', bytes: Uint8Array.from(bytes) },
        ])
      }),
    )
  })

  test.each([
    ['nothing', { none: null }],
    ['nothing, as a word', 'None'],
    ['another digest', { blakeTwo256: `0x${'00'.repeat(32)}` }],
    ['an encrypted field', { timelockEncrypted: { encrypted: '0x00', revealRound: 5 } }],
    ['a flag', { resetBondsFlag: null }],
    ['a long field', { bigRaw: '0x00' }],
    ['a kind that does not exist yet', { quantumRaw9: { a: 1 } }],
    ['a digest that is too short', { sha256: '0x00' }],
    ['bytes of another length than they say', { raw3: '0x00' }],
    ['bytes that are no hex', { raw3: 'abc' }],
    ['two kinds at once', { raw1: '0x00', raw2: '0x0000' }],
    ['null', null],
    ['a number', 7],
    ['a list', [1]],
  ])('of no use here are read as other: %s', async (_, field) => {
    expect(await fieldsOf(field, { raw1: '0xff' })).toEqual([
      { tag: 'other' },
      { tag: 'raw', bytes: Uint8Array.of(255) },
    ])
  })

  test('with anything in their fields do not keep the others from being read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), async (field) => {
        expect(await fieldsOf(field, { raw1: '0xff' })).toHaveLength(2)
      }),
    )
  })

  test('on a chain with another form of them are refused with the place', async () => {
    const { chain } = fakeChain({ block: 7, info: { texts: [] } })
    await expect(readCommitments(chain, netuid, at)).rejects.toMatchObject({
      code: 'not-on-this-chain',
      message: expect.stringContaining('info.fields'),
    })
  })
})
