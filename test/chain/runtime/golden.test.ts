import { beforeAll, describe, expect, test } from 'vitest'
import { assembleSigned, signingPayload } from '../../../chain/frame/extrinsic.ts'
import { createRuntime } from '../../../chain/runtime/index.ts'
import { concat, fromHex, toHex } from '../../../shared/bytes.ts'
import { keypairFromUri, verifySignature } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { mortalEra } from '../../../shared/scale/era.ts'
import { decode, encode } from '../../../shared/scale/type.ts'
import { createMemoryStorage } from '../../support/memory-storage.ts'
import { polkadotRegistry } from '../../support/polkadot-registry.ts'

// The same vectors were checked with @polkadot/api 16.5.6 on the metadata of a real subtensor chain.

beforeAll(cryptoReady)

const runtime = createRuntime({ slotDurationMs: 12_000 })
const { types, extrinsic, extensions } = runtime.tables

const alice = () => keypairFromUri('//Alice')
const BOB = fromHex('8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48')
const CALL = '0x0503008eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a4802286bee'
const transfer = {
  pallet: 'Balances',
  call: 'transfer_keep_alive',
  args: { dest: { tag: 'Id', value: [BOB] }, value: 1_000_000_000n },
}

/** Bytes of one field of each extension, by identifier. */
const encodeAll = (field: 'extra' | 'additional', values: Readonly<Record<string, unknown>>, otherwise: unknown) =>
  concat(...extensions.map((extension) => encode(extension[field], values[extension.identifier] ?? otherwise)))

const extra = () =>
  encodeAll(
    'extra',
    {
      CheckMortality: mortalEra(64, 100),
      CheckNonce: 5,
      ChargeTransactionPayment: 0n,
      CheckMetadataHash: { mode: { tag: 'Disabled' } },
    },
    {},
  )

describe('golden vectors', () => {
  test('a call', () => {
    expect(toHex(encode(types.call, transfer))).toBe(CALL)
    expect(decode(types.call, fromHex(CALL))).toEqual(transfer)
  })

  test('a signing payload', () => {
    const implied = encodeAll(
      'additional',
      {
        CheckSpecVersion: 343,
        CheckTxVersion: 1,
        CheckGenesis: new Uint8Array(32).fill(0x11),
        CheckMortality: new Uint8Array(32).fill(0x22),
      },
      undefined,
    )
    const payload = signingPayload(fromHex(CALL), extra(), implied)
    expect(toHex(payload)).toBe(`${CALL}45021400005701000001000000${'1'.repeat(64)}${'2'.repeat(64)}00`)
    expect(payload).toHaveLength(117)
  })

  test('a signed extrinsic', () => {
    const signature = alice().sign(Uint8Array.of(1))
    const whole = assembleSigned(alice().publicKey, signature, extra(), fromHex(CALL))
    expect(toHex(whole)).toBe(
      `0x3d028400${toHex(alice().publicKey).slice(2)}01${toHex(signature).slice(2)}4502140000${CALL.slice(2)}`,
    )
    expect(extrinsic.decode(whole)).toMatchObject({ tag: 'signed', call: transfer })
  })
})

describe.each([14, 15] as const)('polkadot.js with metadata version %i', (version) => {
  const read = () => polkadotRegistry(runtime, version)

  test('writes the golden call', () => {
    const { decorated } = read()
    const call = decorated.tx.balances!.transferKeepAlive!(BOB, 1_000_000_000n)
    expect(call.toHex()).toBe(CALL)
  })

  test('signs what this runtime verifies', () => {
    const { registry, decorated } = read()
    const method = decorated.tx.balances!.transferKeepAlive!(BOB, 1_000_000_000n)
    const [genesisHash, blockHash] = [new Uint8Array(32).fill(0x11), new Uint8Array(32).fill(0x22)]
    const options = { genesisHash, blockHash, era: toHex(Uint8Array.of(0x45, 2)), nonce: 5, tip: 0 }
    const runtimeVersion = { specVersion: 425, transactionVersion: 1 }
    const payload = registry.createType(
      'ExtrinsicPayload',
      { method: method.toHex(), ...options, ...runtimeVersion },
      { version: 4 },
    )
    const { publicKey, sign } = alice()
    const theirs = registry.createType('Extrinsic', { method }, { version: 4 })
    const signature = sign(payload.toU8a({ method: true }))
    theirs.addSignature(publicKey, concat(Uint8Array.of(1), signature), payload.toU8a())
    const decoded = extrinsic.decode(theirs.toU8a())
    if (decoded.tag !== 'signed') throw new Error('polkadot.js made an unsigned extrinsic')
    expect(decoded.call).toEqual(transfer)
    const context = {
      state: createMemoryStorage(),
      block: 101,
      version: runtime.tables.version,
      blockHash: (n: number) => (n === 0 ? genesisHash : blockHash),
    }
    const implied = extensions.map((extension, i) =>
      encode(extension.additional, extension.implicit(context, decoded.extra[i])),
    )
    const ours = signingPayload(decoded.callBytes, decoded.extraBytes, ...implied)
    expect(ours).toEqual(payload.toU8a({ method: true }))
    expect(verifySignature(ours, signature, publicKey)).toBe(true)
  })
})
