import { struct, vec } from '../../../../../shared/scale/compound.ts'
import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { apiMethod, defineApi } from '../../../../frame/runtime-api.ts'
import type { Storage } from '../../../../interface.ts'
import { UNIT_PRICE } from '../constants.ts'
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

/** One rao for one rao, without fee or slippage; nothing where there is no subnet. */
function swap(state: Storage, netuid: number, amount: bigint) {
  const traded = subnetExists(state, netuid) ? amount : 0n
  return { tao_amount: traded, alpha_amount: traded, tao_fee: 0n, alpha_fee: 0n, tao_slippage: 0n, alpha_slippage: 0n }
}

export const swapApi = defineApi({
  name: 'SwapRuntimeApi',
  version: 1,
  docs: 'Prices of subnet tokens; all are constant.',
  methods: {
    current_alpha_price: apiMethod({
      docs: 'Price of a subnet token in rao.',
      args: { netuid: u16 },
      returns: u64,
      run: ({ state }, { netuid }) => (subnetExists(state, netuid) ? UNIT_PRICE : 0n),
    }),
    current_alpha_price_all: apiMethod({
      docs: 'Prices of all subnet tokens in rao.',
      args: {},
      returns: vec(subnetPrice),
      run: ({ state }) => allNetuids(state).map((netuid) => ({ netuid, price: UNIT_PRICE })),
    }),
    sim_swap_tao_for_alpha: apiMethod({
      docs: 'What an amount of TAO would buy.',
      args: { netuid: u16, tao: u64 },
      returns: simSwapResult,
      run: ({ state }, { netuid, tao }) => swap(state, netuid, tao),
    }),
    sim_swap_alpha_for_tao: apiMethod({
      docs: 'What an amount of subnet token would sell for.',
      args: { netuid: u16, alpha: u64 },
      returns: simSwapResult,
      run: ({ state }, { netuid, alpha }) => swap(state, netuid, alpha),
    }),
  },
})
