import { beforeAll, describe, expect, test } from 'vitest'
import { NO_ACCOUNT, storage as system } from '../../../../chain/frame/system/storage.ts'
import { createExtensions } from '../../../../chain/runtime/extensions/index.ts'
import { balancesCurrency } from '../../../../chain/runtime/pallets/balances/currency.ts'
import { storage as sudo } from '../../../../chain/runtime/pallets/sudo/storage.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { encode } from '../../../../shared/scale/type.ts'
import {
  alice,
  asRoot,
  bob,
  count,
  createFixture,
  ENDOWMENT,
  free,
  invalidWith,
} from '../../../support/frame-fixture.ts'

beforeAll(cryptoReady)

const extensions = createExtensions(balancesCurrency)

describe('the list of extensions', () => {
  test('is that of subtensor, in its order', () => {
    expect(extensions.map(({ identifier }) => identifier)).toEqual([
      'CheckNonZeroSender',
      'CheckSpecVersion',
      'CheckTxVersion',
      'CheckGenesis',
      'CheckMortality',
      'CheckNonce',
      'CheckWeight',
      'ChargeTransactionPayment',
      'SudoTransactionExtension',
      'CheckShieldedTxValidity',
      'SubtensorTransactionExtension',
      'DrandPriority',
      'CheckMetadataHash',
    ])
  })

  test('puts era, nonce, tip and metadata mode into extrinsics and nothing else', () => {
    const data = new Map<string, unknown>([
      ['CheckMortality', { tag: 'immortal' }],
      ['CheckNonce', 5],
      ['ChargeTransactionPayment', 0n],
      ['CheckMetadataHash', { mode: { tag: 'Disabled' } }],
    ])
    const bytes = extensions.map(({ identifier, extra }) => [...encode(extra, data.get(identifier) ?? {})])
    expect(bytes).toEqual([[], [], [], [], [0], [0x14], [], [0], [], [], [], [], [0]])
  })
})

describe('sudo calls', () => {
  test('are for the sudo key alone, before they enter the pool', () => {
    const chain = createFixture()
    chain.endow(bob.publicKey, ENDOWMENT)
    expect(chain.validate(chain.sign(bob, asRoot(count(1n))))).toEqual(invalidWith('BadSigner'))
    expect(chain.validate(chain.sign(alice, asRoot(count(1n))))).toMatchObject({ ok: true })
    sudo.Key.put(chain.state, [], bob.publicKey)
    expect(chain.validate(chain.sign(bob, asRoot(count(1n))))).toMatchObject({ ok: true })
    expect(chain.block([chain.sign(alice, asRoot(count(1n)))]).results).toEqual([invalidWith('BadSigner')])
  })
})

describe('fees', () => {
  test('are given back, but for the tip, when the call waives them', () => {
    const chain = createFixture()
    chain.block([chain.sign(alice, asRoot(count(1n)), { tip: 11n })])
    expect(chain.free(alice.publicKey)).toBe(ENDOWMENT - 11n)
    expect(chain.events().find(({ event }) => event.name === 'TransactionFeePaid')?.event.data).toMatchObject({
      actual_fee: 11n,
      tip: 11n,
    })
  })

  test('stay burned when the account cannot take them back', () => {
    const chain = createFixture()
    // After the call the account has a nonce and nothing else.
    const poor = encode(system.Account.def.value, { ...NO_ACCOUNT, nonce: 1 })
    const end = {
      pallet: 'System',
      call: 'set_storage',
      args: { items: [[system.Account.key(alice.publicKey), poor]] },
    }
    expect(chain.block([chain.sign(alice, asRoot(end))]).results).toMatchObject([{ ok: true, value: { ok: true } }])
    expect(chain.events().at(-1)?.event.name).toBe('ExtrinsicSuccess')
    expect(chain.nonce(alice.publicKey)).toBe(1)
  })

  test('of several extrinsics in a block are checked one after the other', () => {
    const chain = createFixture()
    const all = chain.free(alice.publicKey) - 500n - 154_078n
    const first = chain.sign(alice, count(1n), { tip: all - 200n })
    const second = chain.sign(alice, count(1n), { nonce: 1 })
    expect(chain.validate(second)).toMatchObject({ ok: true })
    expect(chain.block([first, second]).results).toEqual([
      { ok: true, value: { ok: true, value: undefined } },
      invalidWith('Payment'),
    ])
  })
})

describe('the all-zero account', () => {
  test('cannot sign anything, even with a signature that some verifier takes for good', () => {
    const chain = createFixture()
    Object.assign(chain.runtime.tables, { verify: () => true })
    const nobody = { ...alice, publicKey: new Uint8Array(32) }
    expect(chain.validate(chain.sign(nobody, free))).toEqual(invalidWith('BadSigner'))
    expect(chain.validate(chain.sign(alice, free))).toMatchObject({ ok: true })
  })
})

describe('a full block', () => {
  test('takes no more extrinsics, and the rest is valid in the next', () => {
    const chain = createFixture()
    chain.begin()
    for (const inherent of chain.inherents()) chain.apply(inherent)
    const heavy = (nonce: number) => {
      const call = { pallet: 'Sudo', call: 'sudo_unchecked_weight', args: { call: count(1n), weight } }
      return chain.sign(alice, call, { nonce })
    }
    const weight = { ref_time: 1_400_000_000_000n, proof_size: 0n }
    expect(chain.apply(heavy(0)).ok).toBe(true)
    expect(chain.apply(heavy(1)).ok).toBe(true)
    const third = heavy(2)
    expect(chain.apply(third)).toEqual(invalidWith('ExhaustsResources'))
    chain.end()
    expect(chain.block([third]).results).toMatchObject([{ ok: true }])
  })
})
