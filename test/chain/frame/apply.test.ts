import { beforeAll, describe, expect, test } from 'vitest'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { bytes } from '../../../shared/scale/compound.ts'
import { encode } from '../../../shared/scale/type.ts'
import { alice, asRoot, bob, count, createFixture, ENDOWMENT, free, invalidWith } from '../../support/frame-fixture.ts'
import { counterStorage } from '../../support/tiny-runtime.ts'

beforeAll(cryptoReady)

/** Names of the events of one extrinsic, in order. */
const namesOf = (chain: ReturnType<typeof createFixture>, index: number) =>
  chain
    .events()
    .filter(({ phase }) => phase.tag === 'ApplyExtrinsic' && phase.value[0] === index)
    .map(({ event }) => `${event.pallet}.${event.name}`)

const statesOf = (chain: ReturnType<typeof createFixture>) =>
  chain.state
    .entries()
    .map(([key, value]) => `${Buffer.from(key).toString('hex')}=${Buffer.from(value).toString('hex')}`)

describe('applying an extrinsic', () => {
  test('changes state, counts the nonce, takes the fee and tells it in events', () => {
    const chain = createFixture()
    const extrinsic = chain.sign(alice, count(5n), { tip: 7n })
    const { results } = chain.block([extrinsic])

    expect(results).toEqual([{ ok: true, value: { ok: true, value: undefined } }])
    expect(counterStorage.Counts.get(chain.state, 1, alice.publicKey)).toBe(5n)
    expect(counterStorage.Total.get(chain.state)).toBe(12n)
    expect(chain.nonce(alice.publicKey)).toBe(1)
    expect(namesOf(chain, 1)).toEqual([
      'Counter.Counted',
      'TransactionPayment.TransactionFeePaid',
      'System.ExtrinsicSuccess',
    ])
    // 54 078 for being there, 100 000 for 200 µs, 1 a byte, and the tip.
    const fee = 54_078n + 100_000n + BigInt(extrinsic.length) + 7n
    expect(ENDOWMENT - chain.free(alice.publicKey)).toBe(fee)
    expect(chain.events().find(({ event }) => event.name === 'TransactionFeePaid')?.event.data).toEqual({
      who: alice.publicKey,
      actual_fee: fee,
      tip: 7n,
    })
  })

  test('a failed dispatch leaves nothing but nonce, fee and ExtrinsicFailed with pallet and error', () => {
    const chain = createFixture()
    const { results } = chain.block([chain.sign(alice, count(101n))])

    const error = { tag: 'Module', value: [{ index: 40, error: Uint8Array.of(0, 0, 0, 0) }] }
    expect(results).toEqual([{ ok: true, value: { ok: false, error } }])
    expect(counterStorage.Counts.has(chain.state, 1, alice.publicKey)).toBe(false)
    expect(counterStorage.Total.has(chain.state)).toBe(false)
    expect(chain.nonce(alice.publicKey)).toBe(1)
    expect(chain.free(alice.publicKey)).toBeLessThan(ENDOWMENT)
    expect(namesOf(chain, 1)).toEqual(['TransactionPayment.TransactionFeePaid', 'System.ExtrinsicFailed'])
    expect(chain.events().at(-1)?.event.data).toMatchObject({ dispatch_error: error })
  })

  test('an invalid one leaves no trace at all', () => {
    const chain = createFixture()
    chain.begin()
    for (const inherent of chain.inherents()) chain.apply(inherent)
    const before = statesOf(chain)
    expect(chain.apply(chain.sign(alice, count(1n), { nonce: 3 }))).toEqual(invalidWith('Future'))
    expect(chain.apply(chain.sign(bob, count(1n)))).toEqual(invalidWith('Payment'))
    expect(chain.apply(chain.sign(alice, count(0n)))).toEqual({
      ok: false,
      error: { tag: 'Invalid', value: [{ tag: 'Custom', value: [42] }] },
    })
    expect(statesOf(chain)).toEqual(before)
  })

  test('one with a nonce that was used is stale, in a block as in the pool', () => {
    const chain = createFixture()
    const extrinsic = chain.sign(alice, count(1n))
    chain.block([extrinsic])
    expect(chain.validate(extrinsic)).toEqual(invalidWith('Stale'))
    expect(chain.block([extrinsic]).results).toEqual([invalidWith('Stale')])
    expect(counterStorage.Counts.get(chain.state, 1, alice.publicKey)).toBe(1n)
  })

  test('a change of any byte after signing makes it invalid or malformed', () => {
    const chain = createFixture()
    const extrinsic = chain.sign(alice, count(1n))
    chain.begin()
    for (const inherent of chain.inherents()) chain.apply(inherent)
    for (let at = 0; at < extrinsic.length; at++) {
      const changed = extrinsic.slice()
      changed[at] = changed[at]! ^ 0x04
      try {
        expect(chain.apply(changed).ok).toBe(false)
      } catch (error) {
        expect(error).toMatchObject({ name: 'RuntimePanic' })
      }
    }
    expect(counterStorage.Counts.has(chain.state, 1, alice.publicKey)).toBe(false)
    expect(chain.apply(extrinsic).ok).toBe(true)
  })

  test('a free call takes no fee and needs no balance', () => {
    const chain = createFixture()
    const { results } = chain.block([chain.sign(alice, free), chain.sign(bob, free)])
    expect(results.map(({ ok }) => ok)).toEqual([true, true])
    expect(chain.free(alice.publicKey)).toBe(ENDOWMENT)
    expect(chain.nonce(bob.publicKey)).toBe(1)
  })

  test('a bug in a pallet panics, and the block goes on without the extrinsic', () => {
    const chain = createFixture()
    chain.begin()
    for (const inherent of chain.inherents()) chain.apply(inherent)
    const before = statesOf(chain)
    const bug = chain.sign(alice, { pallet: 'Counter', call: 'bug', args: {} })
    expect(() => chain.apply(bug)).toThrowError(expect.objectContaining({ name: 'RuntimePanic' }))
    expect(statesOf(chain)).toEqual(before)
    expect(chain.apply(chain.sign(alice, count(1n))).ok).toBe(true)
    expect(chain.end().number).toBe(2)
  })

  test('unsigned calls are refused unless they are inherents', () => {
    const chain = createFixture()
    const bare = chain.runtime.tables.extrinsic.encodeBare(count(1n))
    const unsigned = { ok: false, error: { tag: 'Unknown', value: [{ tag: 'NoUnsignedValidator', value: undefined }] } }
    expect(chain.validate(bare)).toEqual(unsigned)
    expect(chain.block([bare]).results).toEqual([unsigned])
    const [inherent] = chain.inherents()
    expect(chain.validate(inherent!)).toEqual(unsigned)
  })
})

describe('a call in a call', () => {
  test('keeps its own effects apart: the inner failure is undone, the outer call stands', () => {
    const chain = createFixture()
    const { results } = chain.block([chain.sign(alice, asRoot({ pallet: 'Sudo', call: 'remove_key', args: {} }))])
    expect(results).toEqual([{ ok: true, value: { ok: true, value: undefined } }])
    expect(namesOf(chain, 1)).toEqual([
      'Sudo.KeyRemoved',
      'Sudo.Sudid',
      'TransactionPayment.TransactionFeePaid',
      'System.ExtrinsicSuccess',
    ])
  })

  test('an inner failure leaves no events and no writes of the inner call', () => {
    const chain = createFixture()
    const inner = {
      pallet: 'Sudo',
      call: 'sudo_as',
      args: { who: { tag: 'Id', value: [bob.publicKey] }, call: count(101n) },
    }
    chain.block([chain.sign(alice, asRoot(inner))])
    expect(namesOf(chain, 1)).toEqual([
      'Sudo.SudoAsDone',
      'Sudo.Sudid',
      'TransactionPayment.TransactionFeePaid',
      'System.ExtrinsicSuccess',
    ])
    expect(chain.events().find(({ event }) => event.name === 'SudoAsDone')?.event.data).toEqual({
      sudo_result: { ok: false, error: { tag: 'Module', value: [{ index: 40, error: Uint8Array.of(0, 0, 0, 0) }] } },
    })
    expect(counterStorage.Counts.has(chain.state, 1, bob.publicKey)).toBe(false)
  })

  test('may nest 255 levels deep; deeper ones are malformed, and no stack overflows', () => {
    const chain = createFixture()
    let call = count(1n)
    for (let i = 0; i < 255; i++) call = asRoot(call)
    const { results } = chain.block([chain.sign(alice, call)])
    expect(results).toEqual([{ ok: true, value: { ok: true, value: undefined } }])
    // Thousands of levels, as bytes that nobody could have made by encoding a call.
    const levels = new Uint8Array(20_000)
    for (let i = 0; i < levels.length; i += 2) levels[i] = 12
    const hostile = encode(bytes(), Uint8Array.of(4, ...levels))
    expect(() => chain.validate(hostile)).toThrow('nest deeper than 256')
  })
})
