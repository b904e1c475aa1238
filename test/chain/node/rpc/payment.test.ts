import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { concat, fromHex, toHex } from '../../../../shared/bytes.ts'
import { u64, u128 } from '../../../../shared/scale/primitives.ts'
import { weight } from '../../../../shared/scale/substrate.ts'
import { encode } from '../../../../shared/scale/type.ts'
import type { RpcClient } from '../../../support/rpc-client.ts'
import { RpcFixture } from '../../../support/rpc-server.ts'

describe('payment methods', () => {
  let rpc: RpcFixture
  let client: RpcClient
  beforeEach(async () => {
    rpc = await RpcFixture.start()
    client = await rpc.connect()
  })
  afterEach(() => rpc.close())

  const weightBytes = encode(weight, { ref_time: 123_000_000n, proof_size: 4000n })

  test.each([
    ['u64', u64],
    ['u128', u128],
  ])('the fee is decimal text where balances are %s', async (_, balance) => {
    rpc.node.runtime.set('TransactionPaymentApi_query_info', (input) => {
      expect(toHex(input)).toBe('0x080401' + '03000000')
      return concat(weightBytes, Uint8Array.of(1), encode(balance, 12_345_678_901n))
    })
    const expected = {
      weight: { ref_time: 123_000_000, proof_size: 4000 },
      class: 'operational',
      partialFee: '12345678901',
    }
    expect(await client.ok('payment_queryInfo', '0x080401')).toEqual(expected)
    expect(await client.ok('payment_queryInfo', '0x080401', toHex(rpc.node.genesisHash))).toEqual(expected)
  })

  test.each([
    ['u64', u64],
    ['u128', u128],
  ])('fee details are hex numbers where balances are %s', async (_, balance) => {
    rpc.node.runtime.set('TransactionPaymentApi_query_fee_details', () =>
      concat(Uint8Array.of(1), ...[1n, 255n, 1_000_000_000_000n, 7n].map((part) => encode(balance, part))),
    )
    expect(await client.ok('payment_queryFeeDetails', '0x0804')).toEqual({
      inclusionFee: { baseFee: '0x1', lenFee: '0xff', adjustedWeightFee: '0xe8d4a51000' },
    })
    rpc.node.runtime.set('TransactionPaymentApi_query_fee_details', () => concat(fromHex('0x00'), encode(balance, 0n)))
    expect(await client.ok('payment_queryFeeDetails', '0x0804')).toEqual({ inclusionFee: null })
  })

  test('an answer of another shape is an error, not a wrong fee', async () => {
    rpc.node.runtime.set('TransactionPaymentApi_query_info', () => concat(weightBytes, fromHex('0x00010203')))
    expect(await client.fail('payment_queryInfo', '0x0804')).toMatchObject({ code: -32603 })
  })

  test.each(['payment_queryInfo', 'payment_queryFeeDetails'])('%s refuses malformed parameters', async (method) => {
    expect(await client.fail(method)).toMatchObject({ code: -32602 })
    expect(await client.fail(method, '0x0')).toMatchObject({ code: -32602 })
    expect(await client.fail(method, '0x00', 'head')).toMatchObject({ code: -32602 })
  })
})
