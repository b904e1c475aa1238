import { beforeAll, describe, expect, test } from 'vitest'
import { concat } from '../../../../shared/bytes.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { u32, u64 } from '../../../../shared/scale/primitives.ts'
import { weight } from '../../../../shared/scale/substrate.ts'
import { decode, encode } from '../../../../shared/scale/type.ts'
import { alice, asRoot, bob, count, createFixture, ENDOWMENT, free } from '../../../support/frame-fixture.ts'
import { polkadotRegistry } from '../../../support/polkadot-registry.ts'

beforeAll(cryptoReady)

const ask = (chain: ReturnType<typeof createFixture>, method: string, extrinsic: Uint8Array) =>
  chain.call(`TransactionPaymentApi_${method}`, concat(extrinsic, encode(u32, extrinsic.length)))

describe('TransactionPaymentApi', () => {
  test('promises exactly the fee that the block then takes', () => {
    const chain = createFixture()
    const { registry } = polkadotRegistry(chain.runtime, 15)
    const extrinsic = chain.sign(alice, count(1n))
    const info = registry.createType('RuntimeDispatchInfoV2', ask(chain, 'query_info', extrinsic))
    expect(info.toJSON()).toMatchObject({ weight: { refTime: 200_000_000, proofSize: 0 }, class: 'Normal' })
    chain.block([extrinsic])
    const partialFee = decode(u64, ask(chain, 'query_info', extrinsic).subarray(-8))
    expect(ENDOWMENT - chain.free(alice.publicKey)).toBe(partialFee)
  })

  test('does not ask whether the extrinsic is valid', () => {
    const chain = createFixture()
    expect(() => ask(chain, 'query_info', chain.sign(bob, count(1n), { nonce: 77 }))).not.toThrow()
  })

  test('splits the fee into its parts and the tip', () => {
    const chain = createFixture()
    const extrinsic = chain.sign(alice, count(1n), { tip: 9n })
    const parts = [54_078n, BigInt(extrinsic.length), 100_000n, 9n].map((part) => encode(u64, part))
    expect(ask(chain, 'query_fee_details', extrinsic)).toEqual(concat(Uint8Array.of(1), ...parts))
  })

  test('free calls and inherents have no inclusion fee', () => {
    const chain = createFixture()
    const none = concat(Uint8Array.of(0), encode(u64, 0n))
    expect(ask(chain, 'query_fee_details', chain.sign(alice, free))).toEqual(none)
    expect(ask(chain, 'query_fee_details', chain.inherents()[0]!)).toEqual(none)
    expect(decode(u64, ask(chain, 'query_info', chain.inherents()[0]!).subarray(-8))).toBe(0n)
  })

  test('counts the inner call of a sudo call', () => {
    const chain = createFixture()
    const sudo = ask(chain, 'query_info', chain.sign(alice, asRoot(count(1n))))
    expect(decode(weight, sudo.subarray(0, sudo.length - 9))).toEqual({ ref_time: 220_000_000n, proof_size: 0n })
  })

  test('prices weight and length alone', () => {
    const { call } = createFixture()
    const asked = encode(weight, { ref_time: 2_000_000n, proof_size: 5n })
    expect(decode(u64, call('TransactionPaymentApi_query_weight_to_fee', asked))).toBe(1_000n)
    expect(decode(u64, call('TransactionPaymentApi_query_length_to_fee', encode(u32, 77)))).toBe(77n)
  })
})
