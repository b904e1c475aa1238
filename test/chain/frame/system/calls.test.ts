import { beforeAll, describe, expect, test } from 'vitest'
import { blake2b256 } from '../../../../shared/crypto/hashes.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { alice, asRoot, createFixture } from '../../../support/frame-fixture.ts'

beforeAll(cryptoReady)

const key = (...bytes: number[]) => Uint8Array.of(0xaa, ...bytes)
const system = (call: string, args: Record<string, unknown>) => ({ pallet: 'System', call, args })
const badOrigin = [{ ok: true, value: { ok: false, error: { tag: 'BadOrigin', value: undefined } } }]

describe('calls of System', () => {
  test('root writes and removes raw storage', () => {
    const chain = createFixture()
    const items = [1, 2, 3, 4].map((n) => [key(n), Uint8Array.of(n)])
    chain.block([chain.sign(alice, asRoot(system('set_storage', { items })))])
    expect(chain.state.get(key(3))).toEqual(Uint8Array.of(3))
    chain.block([chain.sign(alice, asRoot(system('kill_storage', { keys: [key(1)] })))])
    expect(chain.state.get(key(1))).toBeUndefined()
    chain.block([chain.sign(alice, asRoot(system('kill_prefix', { prefix: Uint8Array.of(0xaa), subkeys: 1 })))])
    expect([2, 3, 4].map((n) => chain.state.get(key(n)))).toEqual([undefined, undefined, Uint8Array.of(4)])
  })

  test('nobody else does', () => {
    const chain = createFixture()
    expect(chain.block([chain.sign(alice, system('set_storage', { items: [] }))]).results).toEqual(badOrigin)
    expect(chain.block([chain.sign(alice, system('kill_storage', { keys: [] }))]).results).toEqual(badOrigin)
    const kill = system('kill_prefix', { prefix: new Uint8Array(), subkeys: 9 })
    expect(chain.block([chain.sign(alice, kill)]).results).toEqual(badOrigin)
  })

  test('remarks do nothing but tell their hash when asked to', () => {
    const chain = createFixture()
    const remark = Uint8Array.of(1, 2, 3)
    chain.block([chain.sign(alice, system('remark', { remark }))])
    expect(chain.events().some(({ event }) => event.name === 'Remarked')).toBe(false)
    chain.block([chain.sign(alice, system('remark_with_event', { remark }))])
    expect(chain.events().find(({ event }) => event.name === 'Remarked')?.event.data).toEqual({
      sender: alice.publicKey,
      hash: blake2b256(remark),
    })
  })
})
