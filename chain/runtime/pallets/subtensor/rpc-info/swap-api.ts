import { struct, vec } from '../../../../../shared/scale/compound.ts'
import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { RAO_PER_TAO } from '../../../../../shared/units.ts'
import { apiMethod, defineApi } from '../../../../frame/runtime-api.ts'
import type { Storage } from '../../../../interface.ts'
import { greater, toU64, U64F64 } from '../../../../yuma/fixed.ts'
import { quoteBuy, quoteSell, spotPrice } from '../pool/pool.ts'
import { allNetuids, subnetExists } from '../subnets/subnet.ts'

const simSwapResult = struct(['pallet_subtensor_swap_runtime_api', 'SimSwapResult'], {
  tao_amount: u64,
  alpha_amount: u64,
  tao_fee: u64,
  alpha_fee: u64,
  tao_slippage: u64,
  alpha_slippage: u64,
})
const subnetPrice = struct(['pallet_subtensor_swap_runtime_api', 'SubnetPrice'], { netuid: u16, price: u64 })

const NOTHING = { tao_amount: 0n, alpha_amount: 0n, tao_fee: 0n, alpha_fee: 0n, tao_slippage: 0n, alpha_slippage: 0n }

/** What a trade would do; nothing where there is no subnet or the pool cannot trade so much. */
function simulateBuy(state: Storage, netuid: number, tao: bigint) {
  const trade = quoteBuy(state, netuid, tao, 'with fee')
  if (trade === undefined) return NOTHING
  const ideal = U64F64.floor(U64F64.divide(U64F64.fromInteger(trade.paidIn), spotPrice(state, netuid)))
  const slippage = greater(0n, ideal - trade.paidOut)
  return {
    ...NOTHING,
    tao_amount: trade.paidIn,
    alpha_amount: trade.paidOut,
    tao_fee: trade.fee,
    alpha_slippage: slippage,
  }
}

function simulateSell(state: Storage, netuid: number, alpha: bigint) {
  const trade = quoteSell(state, netuid, alpha, 'with fee')
  if (trade === undefined) return NOTHING
  const ideal = U64F64.floor(U64F64.mul(U64F64.fromInteger(trade.paidIn), spotPrice(state, netuid)))
  const slippage = greater(0n, ideal - trade.paidOut)
  return {
    ...NOTHING,
    tao_amount: trade.paidOut,
    alpha_amount: trade.paidIn,
    alpha_fee: trade.fee,
    tao_slippage: slippage,
  }
}

const priceOf = (state: Storage, netuid: number): bigint =>
  subnetExists(state, netuid)
    ? toU64(U64F64.floor(U64F64.mul(spotPrice(state, netuid), U64F64.fromInteger(RAO_PER_TAO))))
    : 0n

export const swapApi = defineApi({
  name: 'SwapRuntimeApi',
  version: 1,
  docs: 'Prices of subnet tokens and what trades would do.',
  methods: {
    current_alpha_price: apiMethod({
      docs: 'Price of a subnet token in rao.',
      args: { netuid: u16 },
      returns: u64,
      run: ({ state }, { netuid }) => priceOf(state, netuid),
    }),
    current_alpha_price_all: apiMethod({
      docs: 'Prices of all subnet tokens in rao.',
      args: {},
      returns: vec(subnetPrice),
      run: ({ state }) => allNetuids(state).map((netuid) => ({ netuid, price: priceOf(state, netuid) })),
    }),
    sim_swap_tao_for_alpha: apiMethod({
      docs: 'What an amount of TAO would buy.',
      args: { netuid: u16, tao: u64 },
      returns: simSwapResult,
      run: ({ state }, { netuid, tao }) => simulateBuy(state, netuid, tao),
    }),
    sim_swap_alpha_for_tao: apiMethod({
      docs: 'What an amount of subnet token would sell for.',
      args: { netuid: u16, alpha: u64 },
      returns: simSwapResult,
      run: ({ state }, { netuid, alpha }) => simulateSell(state, netuid, alpha),
    }),
  },
})
