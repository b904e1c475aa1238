import { option, struct } from '../../../shared/scale/compound.ts'
import { u32, u64 } from '../../../shared/scale/primitives.ts'
import { weight } from '../../../shared/scale/substrate.ts'
import { classOnChain, dispatchInfoOf } from '../dispatch-info.ts'
import { inclusionFee, lengthToFee, totalFee, weightToFee } from '../fee.ts'
import { apiMethod, defineApi } from '../runtime-api.ts'
import { dispatchClass } from '../system/types.ts'
import type { RuntimeTables } from '../tables.ts'

const path = (name: string) => ['pallet_transaction_payment', 'types', name]

const runtimeDispatchInfo = {
  ...struct(path('RuntimeDispatchInfo'), { weight, class: dispatchClass, partial_fee: u64 }),
  params: [
    { name: 'Balance', type: u64 },
    { name: 'Weight', type: weight },
  ],
}

const inclusionFeeType = {
  ...struct(path('InclusionFee'), { base_fee: u64, len_fee: u64, adjusted_weight_fee: u64 }),
  params: [{ name: 'Balance', type: u64 }],
}

const feeDetails = {
  ...struct(path('FeeDetails'), { inclusion_fee: option(inclusionFeeType), tip: u64 }),
  params: [{ name: 'Balance', type: u64 }],
}

/** `TransactionPaymentApi`: what an extrinsic would cost, without checking that it is valid. Rao. */
export function createTransactionPaymentApi(tables: RuntimeTables) {
  const decode = (uxt: Uint8Array) => {
    const extrinsic = tables.extrinsic.decode(tables.extrinsic.withLength(uxt))
    return { extrinsic, info: dispatchInfoOf(extrinsic.call, tables.callDef) }
  }
  const args = { uxt: tables.extrinsic.type, len: u32 }
  return defineApi({
    name: 'TransactionPaymentApi',
    version: 4,
    docs: 'What an extrinsic would cost.',
    methods: {
      query_info: apiMethod({
        docs: 'Computation, class and fee without tip of an extrinsic of `len` bytes.',
        args,
        returns: runtimeDispatchInfo,
        run(_context, { uxt, len }) {
          const { extrinsic, info } = decode(uxt)
          return {
            weight: { ref_time: info.refTime, proof_size: 0n },
            class: { tag: classOnChain[info.class] },
            partial_fee: extrinsic.tag === 'signed' ? totalFee(info, len) : 0n,
          }
        },
      }),
      query_fee_details: apiMethod({
        docs: 'The parts of the fee of an extrinsic of `len` bytes, and its tip.',
        args,
        returns: feeDetails,
        run(_context, { uxt, len }) {
          const { extrinsic, info } = decode(uxt)
          if (extrinsic.tag === 'bare') return { inclusion_fee: undefined, tip: 0n }
          const fee = inclusionFee(info, len)
          let tip = 0n
          for (const [i, extension] of tables.extensions.entries()) tip += extension.tip?.(extrinsic.extra[i]) ?? 0n
          return {
            inclusion_fee: fee && { base_fee: fee.base, len_fee: fee.length, adjusted_weight_fee: fee.weight },
            tip,
          }
        },
      }),
      query_weight_to_fee: apiMethod({
        docs: 'The fee for computation alone.',
        args: { weight },
        returns: u64,
        run: (_context, { weight: asked }) => weightToFee(asked.ref_time),
      }),
      query_length_to_fee: apiMethod({
        docs: 'The fee for bytes alone.',
        args: { length: u32 },
        returns: u64,
        run: (_context, { length }) => lengthToFee(length),
      }),
    },
  })
}
