import { stringCamelCase } from '@polkadot/util'
import { beforeAll, describe, expect, test } from 'vitest'
import { createRuntime } from '../../../chain/runtime/index.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { encode } from '../../../shared/scale/type.ts'
import { polkadotRegistry } from '../../support/polkadot-registry.ts'

beforeAll(cryptoReady)

const runtime = createRuntime({ slotDurationMs: 250 })
const { pallets } = runtime.tables

/** Every definition of a runtime with a name for the reader and its docs. */
const documented = [
  ...pallets.flatMap(({ name, constants = {}, storage = {}, events = {}, errors = {}, calls = {} }) => [
    ...Object.entries(constants).map(([key, { docs }]) => [`constant ${name}.${key}`, docs]),
    ...Object.entries(storage).map(([key, { def }]) => [`storage ${name}.${key}`, def.docs]),
    ...Object.entries(events).map(([key, { def }]) => [`event ${name}.${key}`, def.docs]),
    ...Object.entries(errors).map(([key, { docs }]) => [`error ${name}.${key}`, docs]),
    ...Object.entries(calls).map(([key, { docs }]) => [`call ${name}.${key}`, docs]),
  ]),
  ...runtime.apis.flatMap((api) => [
    [`api ${api.name}`, api.docs],
    ...Object.entries(api.methods).map(([key, { docs }]) => [`api ${api.name}_${key}`, docs]),
  ]),
]

describe('the definitions of the runtime', () => {
  test('all have docs: a full sentence', () => {
    expect(documented.length).toBeGreaterThan(400)
    expect(
      documented.filter(([, docs]) => !/^[A-Z`][\s\S]*[.)]$/.test(docs?.trim() ?? '')).map(([name]) => name),
    ).toEqual([])
  })

  test('pallets have the names and indices of subtensor', () => {
    expect(pallets.map(({ name, index }) => [index, name])).toEqual([
      [0, 'System'],
      [2, 'Timestamp'],
      [5, 'Balances'],
      [6, 'TransactionPayment'],
      [7, 'SubtensorModule'],
      [12, 'Sudo'],
      [18, 'Commitments'],
      [19, 'AdminUtils'],
      [26, 'Drand'],
      [28, 'Swap'],
      [31, 'AlphaAssets'],
    ])
  })

  test('storage items carry the names under which they are defined, and defaults that their types can write', () => {
    for (const { name, storage = {} } of pallets)
      for (const [key, item] of Object.entries(storage)) {
        expect(item.name, `${name}.${key}`).toBe(key)
        if (item.def.modifier === 'Default') expect(() => encode(item.def.value, item.def.fallback)).not.toThrow()
      }
  })

  test('constants are what their types can write', () => {
    for (const { constants = {} } of pallets)
      for (const { type, value } of Object.values(constants)) expect(() => encode(type, value)).not.toThrow()
  })

  test('types with one path in metadata have one structure, so that clients do not mix them up', () => {
    const { metadata } = polkadotRegistry(runtime, 15)
    const byPath = new Map<string, Set<string>>()
    for (const { type } of metadata.lookup.types) {
      const path = type.path.map(String).join('::')
      if (path === '' || type.params.length > 0) continue
      byPath.set(path, (byPath.get(path) ?? new Set()).add(type.def.toString()))
    }
    const mixed = [...byPath].filter(([, structures]) => structures.size > 1).map(([path]) => path)
    // substrate_fixed names its types by their total bits alone: signed and unsigned fractions share a path on every chain.
    expect(mixed.filter((path) => !path.startsWith('substrate_fixed::'))).toEqual([])
  })
})

describe('polkadot.js', () => {
  test.each([14, 15] as const)('decorates every pallet of metadata version %i', (version) => {
    const { decorated } = polkadotRegistry(runtime, version)
    for (const { name, storage = {}, calls = {} } of pallets) {
      const query = decorated.query[stringCamelCase(name)]
      for (const key of Object.keys(storage))
        expect(query?.[stringCamelCase(key)], `${name}.${key}`).toBeTypeOf('function')
      expect(Object.keys(decorated.tx[stringCamelCase(name)] ?? {})).toHaveLength(Object.keys(calls).length)
    }
  })
})
