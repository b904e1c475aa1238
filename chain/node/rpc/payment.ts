import { concat } from '../../../shared/bytes.ts'
import { AppError } from '../../../shared/errors.ts'
import { u8, u32 } from '../../../shared/scale/primitives.ts'
import { Reader } from '../../../shared/scale/reader.ts'
import { weight } from '../../../shared/scale/substrate.ts'
import { encode } from '../../../shared/scale/type.ts'
import type { NodeApi } from '../api.ts'
import { blockOrHead } from './blocks.ts'
import { defineMethod, type RpcEntry } from './define-method.ts'
import { bytes, hash } from './param-types.ts'

const CLASSES = ['normal', 'operational', 'mandatory'] as const

function queryAbout(node: NodeApi, method: string, extrinsic: Uint8Array, at: Uint8Array | undefined): Reader {
  const input = concat(extrinsic, encode(u32, extrinsic.length))
  return new Reader(node.query(blockOrHead(node, at), method, input))
}

/** A little-endian balance. Its width is the runtime's choice (u64 here, u128 on most chains). */
function readBalance(reader: Reader, width: number): bigint {
  let value = 0n
  for (const [index, byte] of reader.bytes(width).entries()) value |= BigInt(byte) << BigInt(8 * index)
  return value
}

function widthOf(reader: Reader, balances: number): number {
  const width = reader.remaining / balances
  if (width !== 8 && width !== 16)
    throw new AppError('malformed-scale', `${reader.remaining} bytes for ${balances} balances; valid are 8 or 16 each`)
  return width
}

const queryInfo = defineMethod({
  name: 'payment_queryInfo',
  docs: 'Weight, class and fee (decimal text, without tip) of an extrinsic on the state after a block.',
  params: (p) => [p.need('extrinsic', bytes), p.may('at', hash)],
  handle(node, [extrinsic, at]) {
    const reader = queryAbout(node, 'TransactionPaymentApi_query_info', extrinsic, at)
    const { ref_time, proof_size } = weight.read(reader)
    const dispatchClass = CLASSES[u8.read(reader)] ?? 'normal'
    const partialFee = readBalance(reader, widthOf(reader, 1))
    return {
      weight: { ref_time: Number(ref_time), proof_size: Number(proof_size) },
      class: dispatchClass,
      partialFee: partialFee.toString(),
    }
  },
})

const toFeeHex = (fee: bigint): string => `0x${fee.toString(16)}`

const queryFeeDetails = defineMethod({
  name: 'payment_queryFeeDetails',
  docs: 'Parts of the inclusion fee of an extrinsic as hex numbers; null when it pays none.',
  params: (p) => [p.need('extrinsic', bytes), p.may('at', hash)],
  handle(node, [extrinsic, at]) {
    const reader = queryAbout(node, 'TransactionPaymentApi_query_fee_details', extrinsic, at)
    if (u8.read(reader) === 0) return { inclusionFee: null }
    // The tip follows in SCALE but is no part of the JSON form.
    const width = widthOf(reader, 4)
    const [baseFee, lenFee, adjustedWeightFee] = [0, 1, 2].map(() => toFeeHex(readBalance(reader, width)))
    return { inclusionFee: { baseFee, lenFee, adjustedWeightFee } }
  },
})

/** Fees of extrinsics. */
export const paymentMethods: readonly RpcEntry[] = [queryInfo, queryFeeDetails]
