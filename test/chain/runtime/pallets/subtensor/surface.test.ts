import { describe, expect, test } from 'vitest'
import type { Pallet } from '../../../../../chain/frame/pallet.ts'
import { adminUtils } from '../../../../../chain/runtime/pallets/admin-utils/index.ts'
import { createSubtensorPallet } from '../../../../../chain/runtime/pallets/subtensor/index.ts'
import type { AnyType, TypeDef } from '../../../../../shared/scale/type.ts'
import surface from '../../../../vectors/runtime/pallet-surface.json' with { type: 'json' }

const subtensor = createSubtensorPallet()
const HASHERS: Readonly<Record<string, string>> = {
  Identity: 'Id',
  Blake2_128Concat: 'B128C',
  Twox64Concat: 'T64C',
}
/** Names of our composites where the source has a shorter or longer one. */
const NAMES: Readonly<Record<string, string>> = {
  AccountId32: 'AccountId',
  AxonInfo: 'AxonInfoOf',
  PrometheusInfo: 'PrometheusInfoOf',
  NeuronCertificate: 'NeuronCertificateOf',
  ChainIdentityV2: 'ChainIdentityOfV2',
  SubnetIdentityV3: 'SubnetIdentityOfV3',
  RateLimitKey: 'RateLimitKey<AccountId>',
}
/** Fixed point types of the same size share a path in metadata, wherever the point is. */
const samePath = (name: string) =>
  name
    .replace('pallet_subtensor::', '')
    .replaceAll(/I96F32|I64F64/g, 'FixedI128')
    .replaceAll(/U96F32|U64F64/g, 'FixedU128')

/** A type as the surface writes it. */
function nameOf(type: AnyType): string {
  const last = type.path.at(-1)
  const params = (type.params ?? []).map(({ type: of }) => (of === undefined ? '' : nameOf(of)))
  if (last !== undefined) return params.length > 0 ? `${last}<${params.join(', ')}>` : (NAMES[last] ?? last)
  const def: TypeDef = typeof type.def === 'function' ? type.def() : type.def
  if (def.tag === 'primitive') return def.value
  if (def.tag === 'compact') return `Compact<${nameOf(def.of)}>`
  if (def.tag === 'sequence') return `Vec<${nameOf(def.of)}>`
  if (def.tag === 'tuple') return def.of.length === 0 ? '()' : `(${def.of.map(nameOf).join(', ')})`
  return def.tag
}

/** Bounds are not in metadata. */
const bounded = (name: string) => name.replaceAll(/BoundedVec<u8, ?\d+>/g, 'Vec<u8>')
const isNamed = (found: string, expected: string) => found === bounded(samePath(expected))

describe('everything this runtime declares has the name, number and type that subtensor gives it', () => {
  test.each([
    ['SubtensorModule', subtensor as Pallet, surface.calls.SubtensorModule],
    ['AdminUtils', adminUtils as Pallet, surface.calls.AdminUtils],
  ])(
    'calls of %s',
    (_, pallet, expected: Readonly<Record<string, { index: number; args: string[][]; pays?: string }>>) => {
      const calls = Object.entries(pallet.calls ?? {})
      expect(calls).not.toEqual([])
      for (const [name, call] of calls) {
        const theirs = expected[name]
        expect(theirs, name).toBeDefined()
        expect([name, call.index]).toEqual([name, theirs!.index])
        const args = Object.entries<AnyType>(call.args).map(([key, type]) => [key, nameOf(type)])
        expect([name, args]).toEqual([name, theirs!.args.map(([key, type]) => [key, bounded(samePath(type!))])])
        if (theirs!.pays !== undefined) expect([name, call.pays ?? 'yes']).toEqual([name, theirs!.pays])
      }
    },
  )

  test('storage of SubtensorModule', () => {
    const expected: Readonly<Record<string, { keys: string[]; value: string; optional: boolean }>> = surface.storage
    const items = Object.entries((subtensor as Pallet).storage ?? {})
    expect(items).not.toEqual([])
    for (const [name, item] of items) {
      const theirs = expected[name]
      expect(theirs, name).toBeDefined()
      const parts: readonly { hasher: string; type: AnyType }[] = item.def.keys
      expect([name, parts.map(({ hasher, type }) => `${HASHERS[hasher]}(${nameOf(type)})`)]).toEqual([
        name,
        theirs!.keys,
      ])
      expect([name, item.def.modifier === 'Optional']).toEqual([name, theirs!.optional])
      const found = nameOf(item.def.value)
      expect(isNamed(found, theirs!.value), `${name}: ${found} and ${theirs!.value}`).toBe(true)
    }
  })

  test('events of SubtensorModule', () => {
    const expected: Readonly<Record<string, number>> = surface.events
    const events = Object.entries((subtensor as Pallet).events ?? {})
    expect(events).not.toEqual([])
    for (const [name, { def }] of events) expect([name, def.index]).toEqual([name, expected[name]])
  })

  test('errors of SubtensorModule, all of them, and of AdminUtils', () => {
    const indices = (pallet: Pallet) =>
      Object.fromEntries(Object.entries(pallet.errors ?? {}).map(([name, { index }]) => [name, index]))
    expect(indices(subtensor as Pallet)).toEqual(surface.errors)
    expect(indices(adminUtils as Pallet)).toEqual(surface.adminErrors)
  })

  test('every definition has documentation', () => {
    for (const pallet of [subtensor as Pallet, adminUtils as Pallet])
      for (const docs of [
        ...Object.values(pallet.calls ?? {}).map((call) => call.docs),
        ...Object.values(pallet.storage ?? {}).map((item) => item.def.docs),
        ...Object.values(pallet.events ?? {}).map(({ def }) => def.docs),
        ...Object.values(pallet.errors ?? {}).map((error) => error.docs),
      ])
        expect(docs).toMatch(/\w/)
  })
})
