import { beforeAll, describe, expect, test } from 'vitest'
import { storage } from '../../../../../chain/runtime/pallets/sudo/storage.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { alice, asRoot, bob, count, createFixture, ENDOWMENT } from '../../../../support/frame-fixture.ts'
import { counterStorage } from '../../../../support/tiny-runtime.ts'

beforeAll(cryptoReady)

const id = (who: Uint8Array) => ({ tag: 'Id', value: [who] })
const sudo = (call: string, args: Record<string, unknown>) => ({ pallet: 'Sudo', call, args })
const dataOf = (chain: ReturnType<typeof createFixture>, name: string) =>
  chain.events().find(({ event }) => event.name === name)?.event.data
const succeeded = [{ ok: true, value: { ok: true, value: undefined } }]

describe('Sudo', () => {
  test('runs a call as root and tells its result', () => {
    const chain = createFixture()
    const write = { pallet: 'System', call: 'set_storage', args: { items: [[Uint8Array.of(1), Uint8Array.of(2)]] } }
    expect(chain.block([chain.sign(alice, asRoot(write))]).results).toEqual(succeeded)
    expect(chain.state.get(Uint8Array.of(1))).toEqual(Uint8Array.of(2))
    expect(dataOf(chain, 'Sudid')).toEqual({ sudo_result: { ok: true, value: undefined } })
    expect(chain.free(alice.publicKey)).toBe(ENDOWMENT)
  })

  test('root itself may use it', () => {
    const chain = createFixture()
    expect(chain.block([chain.sign(alice, asRoot(sudo('set_key', { new: id(bob.publicKey) })))]).results).toEqual(
      succeeded,
    )
    expect(storage.Key.get(chain.state)).toEqual(bob.publicKey)
    expect(dataOf(chain, 'KeyChanged')).toEqual({ old: alice.publicKey, new: bob.publicKey })
  })

  test('runs a call in the name of an account', () => {
    const chain = createFixture()
    const call = sudo('sudo_as', { who: id(bob.publicKey), call: count(5n) })
    expect(chain.block([chain.sign(alice, call)]).results).toEqual(succeeded)
    expect(counterStorage.Counts.get(chain.state, 1, bob.publicKey)).toBe(5n)
    expect(dataOf(chain, 'SudoAsDone')).toEqual({ sudo_result: { ok: true, value: undefined } })
  })

  test('refuses an address that is no account', () => {
    const chain = createFixture()
    const call = sudo('sudo_as', { who: { tag: 'Raw', value: [Uint8Array.of(1)] }, call: count(5n) })
    expect(chain.block([chain.sign(alice, call)]).results).toMatchObject([
      { ok: true, value: { ok: false, error: { tag: 'CannotLookup' } } },
    ])
  })

  test('without a key nobody can use it any more', () => {
    const chain = createFixture()
    expect(chain.block([chain.sign(alice, sudo('remove_key', {}))]).results).toEqual(succeeded)
    expect(storage.Key.has(chain.state)).toBe(false)
    expect(chain.validate(chain.sign(alice, asRoot(count(1n))))).toMatchObject({ ok: false })
  })

  test('an account that is not the key gets RequireSudo where the pool does not stop it', () => {
    const chain = createFixture()
    const through = sudo('sudo_as', { who: id(bob.publicKey), call: asRoot(count(1n)) })
    chain.block([chain.sign(alice, through)])
    expect(dataOf(chain, 'SudoAsDone')).toEqual({
      sudo_result: { ok: false, error: { tag: 'Module', value: [{ index: 12, error: Uint8Array.of(0, 0, 0, 0) }] } },
    })
  })

  test('the waiver of an inner call does not free the outer one', () => {
    const chain = createFixture()
    // sudo_as fails to look up its account, so only its inner part could have waived anything.
    const call = sudo('sudo_as', { who: { tag: 'Raw', value: [Uint8Array.of(1)] }, call: asRoot(count(5n)) })
    chain.block([chain.sign(alice, call)])
    expect(chain.free(alice.publicKey)).toBeLessThan(ENDOWMENT)
  })
})
