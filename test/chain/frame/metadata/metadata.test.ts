import { beforeAll, describe, expect, test } from 'vitest'
import { createRuntime } from '../../../../chain/runtime/index.ts'
import { toHex } from '../../../../shared/bytes.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { encode } from '../../../../shared/scale/type.ts'
import { alice, asRoot, bob, count, createFixture } from '../../../support/frame-fixture.ts'
import { metadataOf, polkadotRegistry } from '../../../support/polkadot-registry.ts'
import { counterErrors, counterStorage, createTinyRuntime } from '../../../support/tiny-runtime.ts'

beforeAll(cryptoReady)

describe.each([14, 15] as const)('metadata version %i as polkadot.js reads it', (version) => {
  const runtime = createTinyRuntime()
  const read = () => polkadotRegistry(runtime, version)

  test('begins with the magic number and the version', () => {
    expect([...metadataOf(runtime, version).subarray(0, 5)]).toEqual([0x6d, 0x65, 0x74, 0x61, version])
  })

  test('names pallets, calls, events, errors and constants with their indices and docs', () => {
    const { registry, metadata } = read()
    expect(metadata.pallets.map(({ name, index }) => [name.toString(), index.toNumber()])).toEqual([
      ['System', 0],
      ['Timestamp', 2],
      ['TransactionPayment', 6],
      ['Sudo', 12],
      ['Counter', 40],
    ])
    const counter = metadata.pallets.at(-1)!
    const calls = registry.lookup.getSiType(counter.calls.unwrap().type).def.asVariant.variants
    expect(calls.map(({ name, index, fields }) => [name.toString(), index.toNumber(), fields.length])).toEqual([
      ['count', 2, 2],
      ['free', 5, 1],
      ['bug', 6, 0],
    ])
    expect(calls[0]!.docs.map(String)).toEqual([
      'Adds to the count of the caller.',
      'Emits Counted. Fails with TooMuch.',
    ])
    expect(calls[0]!.fields.map(({ name }) => name.unwrap().toString())).toEqual(['group', 'by'])
    const error = registry.findMetaError(Uint8Array.of(40, 3))
    expect([error.section, error.name, error.docs]).toEqual(['counter', 'Forbidden', [counterErrors.Forbidden.docs]])
    const [limit] = counter.constants
    expect(
      registry.createTypeUnsafe(registry.createLookupType(limit!.type), [limit!.value.toU8a(true)]).toString(),
    ).toBe('100')
  })

  test('describes storage so that defaults and hashers are ours', () => {
    const { registry, metadata } = read()
    const items = metadata.pallets.at(-1)!.storage.unwrap().items
    expect(
      items.map(({ name, modifier, fallback }) => [name.toString(), modifier.toString(), toHex(fallback.toU8a(true))]),
    ).toEqual([
      ['Total', 'Default', '0x0700000000000000'],
      ['Counts', 'Default', '0x0000000000000000'],
      ['Last', 'Optional', '0x00'],
    ])
    expect(items[1]!.type.asMap.hashers.map(String)).toEqual(['Identity', 'Twox64Concat'])
    expect(registry.lookup.getTypeDef(items[1]!.type.asMap.key).type).toBe('(u16,AccountId32)')
  })

  test('lists the extensions with the data that clients put into them', () => {
    const { registry, metadata } = read()
    expect([...metadata.extrinsic.versions]).toEqual([4])
    const extensions = metadata.extrinsic.transactionExtensions.map(({ identifier }) => identifier.toString())
    expect(extensions).toEqual(runtime.tables.extensions.map(({ identifier }) => identifier))
    expect(registry.getSignedExtensionTypes()).toMatchObject({ era: 'ExtrinsicEra', nonce: 'Compact<Index>' })
  })

  test('lets polkadot.js write the calls that we read, nested ones too', () => {
    const { registry } = read()
    const call = asRoot(asRoot(count(5n)))
    const bytes = encode(runtime.tables.types.call, call)
    const theirs = registry.createType('Call', bytes)
    expect(theirs.toU8a()).toEqual(bytes)
    expect(`${theirs.section}.${theirs.method}`).toBe('sudo.sudo')
    expect(theirs.toHuman()).toMatchObject({
      args: { call: { args: { call: { section: 'counter', method: 'count', args: { group: '1', by: '5' } } } } },
    })
  })

  test('lets polkadot.js read our events', () => {
    const chain = createFixture()
    chain.block([chain.sign(alice, count(5n)), chain.sign(alice, asRoot(count(5n)), { nonce: 1 })])
    const { Events } = chain.runtime.tables.eventStorage
    const { registry } = read()
    const records = registry.createType('Vec<EventRecord>', chain.state.get(Events.key()))
    // polkadot.js finds the type of the records by itself: written again, they have the same bytes.
    expect(records.toU8a()).toEqual(chain.state.get(Events.key()))
    expect(records.toHuman()).toMatchObject([
      { phase: 'Initialization', event: { section: 'counter', method: 'Started', data: ['2'] } },
      { phase: { ApplyExtrinsic: '0' }, event: { section: 'system', method: 'ExtrinsicSuccess' } },
      { event: { section: 'counter', method: 'Counted', data: { group: '1', by: '5' } } },
      { event: { section: 'transactionPayment', method: 'TransactionFeePaid', data: { tip: '0' } } },
      {
        event: {
          section: 'system',
          method: 'ExtrinsicSuccess',
          data: { dispatchInfo: { class: 'Normal', paysFee: 'Yes' } },
        },
      },
      { event: { section: 'sudo', method: 'Sudid', data: { sudoResult: { Err: 'BadOrigin' } } } },
      { event: { method: 'TransactionFeePaid', data: { actualFee: '0' } } },
      { event: { method: 'ExtrinsicSuccess', data: { dispatchInfo: { paysFee: 'No' } } } },
    ])
  })
})

describe('metadata', () => {
  test('gives the keys of polkadot.js for the storage it describes', () => {
    const runtime = createTinyRuntime()
    const { keyOf } = polkadotRegistry(runtime, 15)
    expect(keyOf('counter', 'total')).toBe(toHex(counterStorage.Total.key()))
    expect(keyOf('counter', 'counts', 513, bob.publicKey)).toBe(toHex(counterStorage.Counts.key(513, bob.publicKey)))
    expect(keyOf('counter', 'last', 3)).toBe(toHex(counterStorage.Last.key(3)))
    const { Events } = runtime.tables.eventStorage
    expect(keyOf('system', 'events')).toBe(toHex(Events.key()))
  })

  test('version 15 describes the runtime APIs with their arguments and results', () => {
    const { registry, metadata } = polkadotRegistry(createTinyRuntime(), 15)
    const api = metadata.apis.find(({ name }) => name.toString() === 'CounterRuntimeApi')!
    const [method] = api.methods
    expect(method!.name.toString()).toBe('get_count')
    expect(method!.inputs.map(({ name, type }) => [name.toString(), registry.lookup.getTypeDef(type).type])).toEqual([
      ['group', 'u16'],
      ['who', 'AccountId32'],
    ])
    expect(registry.lookup.getTypeDef(method!.output).type).toBe('Vec<u64>')
    const names = metadata.apis.map(({ name }) => name.toString())
    expect(names).toContain('AccountNonceApi')
    expect(names).toContain('TransactionPaymentApi')
  })

  test('version 15 names the outer enums', () => {
    const { registry, metadata } = polkadotRegistry(createTinyRuntime(), 15)
    const pathOf = (type: Parameters<typeof registry.lookup.getSiType>[0]) =>
      registry.lookup.getSiType(type).path.map(String).join('::')
    expect(pathOf(metadata.outerEnums.callType)).toBe('node_subtensor_runtime::RuntimeCall')
    expect(pathOf(metadata.outerEnums.eventType)).toBe('node_subtensor_runtime::RuntimeEvent')
    expect(pathOf(metadata.outerEnums.errorType)).toBe('node_subtensor_runtime::RuntimeError')
  })

  test('is the same from two runtimes made alike', () => {
    expect(metadataOf(createTinyRuntime(), 15)).toEqual(metadataOf(createTinyRuntime(), 15))
    const options = { slotDurationMs: 250 }
    expect(metadataOf(createRuntime(options), 14)).toEqual(metadataOf(createRuntime(options), 14))
  })
})
