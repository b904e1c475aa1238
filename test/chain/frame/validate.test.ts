import { beforeAll, describe, expect, test } from 'vitest'
import { concat } from '../../../shared/bytes.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { mortalEra } from '../../../shared/scale/era.ts'
import { alice, bob, count, createFixture, free, invalidWith } from '../../support/frame-fixture.ts'

beforeAll(cryptoReady)

const tagOf = (nonce: number) => concat(alice.publicKey, Uint8Array.of(nonce, 0, 0, 0))

describe('validating for the pool', () => {
  test('gives a tag for account and nonce, and asks for the one before a future nonce', () => {
    const chain = createFixture()
    expect(chain.validate(chain.sign(alice, count(1n)))).toMatchObject({
      ok: true,
      value: { provides: [tagOf(0)], requires: [], propagate: true },
    })
    expect(chain.validate(chain.sign(alice, count(1n), { nonce: 2 }))).toMatchObject({
      ok: true,
      value: { provides: [tagOf(2)], requires: [tagOf(1)] },
    })
  })

  test('writes nothing', () => {
    const chain = createFixture()
    const before = chain.state.entries()
    chain.validate(chain.sign(alice, count(1n)))
    expect(chain.state.entries()).toEqual(before)
  })

  test('a higher tip gives a higher priority', () => {
    const chain = createFixture()
    const priorityOf = (tip: bigint) => {
      const validity = chain.validate(chain.sign(alice, count(1n), { tip }))
      return validity.ok ? validity.value.priority : -1n
    }
    expect(priorityOf(1n)).toBeGreaterThan(priorityOf(0n))
    expect(priorityOf(1_000n)).toBeGreaterThan(priorityOf(1n))
  })

  test('refuses what the account cannot pay, to the rao', () => {
    const chain = createFixture()
    const extrinsic = chain.sign(alice, count(1n), { tip: 1_000_000n })
    const fee = 154_078n + BigInt(extrinsic.length)
    const most = chain.free(alice.publicKey) - 500n - fee
    // The tip's own bytes are part of the fee: these two tips take as many more.
    const grown = 2n
    expect(chain.validate(chain.sign(alice, count(1n), { tip: most - grown }))).toMatchObject({ ok: true })
    expect(chain.validate(chain.sign(alice, count(1n), { tip: most - grown + 1n }))).toEqual(invalidWith('Payment'))
  })

  test('accounts that do not exist may make free calls only', () => {
    const chain = createFixture()
    expect(chain.validate(chain.sign(bob, count(1n)))).toEqual(invalidWith('Payment'))
    expect(chain.validate(chain.sign(bob, free))).toMatchObject({ ok: true })
  })

  test('runs the checks that a call declares for the pool', () => {
    const chain = createFixture()
    expect(chain.validate(chain.sign(alice, count(0n)))).toEqual({
      ok: false,
      error: { tag: 'Invalid', value: [{ tag: 'Custom', value: [42] }] },
    })
  })

  test('refuses a metadata hash, which this chain does not have', () => {
    const chain = createFixture()
    expect(chain.validate(chain.sign(alice, count(1n), { metadataHash: true }))).toEqual(invalidWith('BadProof'))
  })
})

describe('mortality', () => {
  test('an extrinsic born at the head is valid at once and for its period', () => {
    const chain = createFixture()
    const era = mortalEra(4, chain.number)
    const extrinsic = chain.sign(alice, count(1n), { era })
    expect(chain.validate(extrinsic)).toMatchObject({ ok: true, value: { longevity: 3n } })
    chain.block()
    expect(chain.validate(extrinsic)).toMatchObject({ ok: true, value: { longevity: 2n } })
    chain.block()
    expect(chain.block([extrinsic]).results).toMatchObject([{ ok: true, value: { ok: true } }])
  })

  test('after its period it is not valid any more: another birth block is meant then', () => {
    const chain = createFixture()
    const extrinsic = chain.sign(alice, count(1n), { era: mortalEra(4, chain.number) })
    for (let i = 0; i < 4; i++) chain.block()
    expect(chain.validate(extrinsic)).toEqual(invalidWith('BadProof'))
  })

  test('an era that begins in the future has no birth block yet', () => {
    const chain = createFixture()
    const era = { tag: 'mortal', period: 64, phase: 40 } as const
    chain.hashes[40] = new Uint8Array(32)
    const extrinsic = chain.sign(alice, count(1n), { era })
    chain.hashes.length = 2
    expect(chain.validate(extrinsic)).toEqual(invalidWith('AncientBirthBlock'))
  })

  test('an immortal one is bound to genesis alone', () => {
    const chain = createFixture()
    const extrinsic = chain.sign(alice, count(1n))
    for (let i = 0; i < 10; i++) chain.block()
    expect(chain.validate(extrinsic)).toMatchObject({ ok: true, value: { longevity: (1n << 64n) - 1n } })
  })
})

describe('what is signed', () => {
  test('belongs to one chain: the same bytes are a bad proof on another', () => {
    const extrinsic = createFixture().sign(alice, count(1n))
    const other = createFixture()
    other.hashes[0] = new Uint8Array(32).fill(1)
    // Block 1 of the other chain has another parent.
    const fresh = createFixture()
    expect(fresh.validate(extrinsic)).toMatchObject({ ok: true })
    expect(fresh.validate(other.sign(alice, count(1n)))).toEqual(invalidWith('BadProof'))
  })

  test('belongs to one runtime version', () => {
    const chain = createFixture()
    const { tables } = chain.runtime
    const signedBefore = chain.sign(alice, count(1n))
    Object.assign(tables, { version: { ...tables.version, spec_version: tables.version.spec_version + 1 } })
    expect(chain.validate(signedBefore)).toEqual(invalidWith('BadProof'))
    expect(chain.validate(chain.sign(alice, count(1n)))).toMatchObject({ ok: true })
  })

  test('is hashed when longer than 256 bytes', () => {
    const chain = createFixture()
    const long = { pallet: 'System', call: 'remark', args: { remark: new Uint8Array(1_000) } }
    expect(chain.block([chain.sign(alice, long)]).results).toMatchObject([{ ok: true, value: { ok: true } }])
  })
})
