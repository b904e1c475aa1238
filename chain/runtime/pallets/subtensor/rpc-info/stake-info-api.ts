import { equalBytes } from '../../../../../shared/bytes.ts'
import { option, tuple, vec } from '../../../../../shared/scale/compound.ts'
import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import type { Value } from '../../../../../shared/scale/type.ts'
import { apiMethod, defineApi } from '../../../../frame/runtime-api.ts'
import type { Storage } from '../../../../interface.ts'
import { ROOT_NETUID } from '../constants.ts'
import { feeOf } from '../pool/constant-product.ts'
import { feeRateOf } from '../pool/pool.ts'
import type { Position } from '../staking/position.ts'
import { stakeOf } from '../staking/stake.ts'
import { storage } from '../storage.ts'
import { allNetuids } from '../subnets/subnet.ts'
import { stakeInfo } from './types.ts'

function readStakeInfo(state: Storage, position: Position): Value<typeof stakeInfo> {
  const { hotkey, netuid } = position
  return {
    ...position,
    stake: stakeOf(state, position),
    locked: 0n,
    emission: storage.AlphaDividendsPerSubnet.get(state, netuid, hotkey),
    tao_emission: storage.RootAlphaDividendsPerSubnet.get(state, netuid, hotkey),
    drain: 0n,
    is_registered: storage.Uids.has(state, netuid, hotkey),
  }
}

/** Every stake of a coldkey that is not zero, by subnet. */
function stakesOf(state: Storage, coldkey: Uint8Array): Value<typeof stakeInfo>[] {
  const hotkeys = storage.StakingHotkeys.get(state, coldkey)
  return allNetuids(state)
    .flatMap((netuid) => hotkeys.map((hotkey) => readStakeInfo(state, { hotkey, coldkey, netuid })))
    .filter(({ stake }) => stake > 0n)
}

export const stakeInfoApi = defineApi({
  name: 'StakeInfoRuntimeApi',
  version: 1,
  docs: 'Stake of coldkeys on hotkeys.',
  methods: {
    get_stake_info_for_coldkey: apiMethod({
      docs: 'All stake of a coldkey.',
      args: { coldkey_account: accountId },
      returns: vec(stakeInfo),
      run: ({ state }, { coldkey_account }) => stakesOf(state, coldkey_account),
    }),
    get_stake_info_for_coldkeys: apiMethod({
      docs: 'All stake of several coldkeys.',
      args: { coldkey_accounts: vec(accountId) },
      returns: vec(tuple(accountId, vec(stakeInfo))),
      run: ({ state }, { coldkey_accounts }) =>
        coldkey_accounts.map((coldkey) => [coldkey, stakesOf(state, coldkey)] as const),
    }),
    get_stake_info_for_hotkey_coldkey_netuid: apiMethod({
      docs: 'Stake of a coldkey on a hotkey on a subnet, also when it is zero.',
      args: { hotkey_account: accountId, coldkey_account: accountId, netuid: u16 },
      returns: option(stakeInfo),
      run: ({ state }, { hotkey_account, coldkey_account, netuid }) =>
        readStakeInfo(state, { hotkey: hotkey_account, coldkey: coldkey_account, netuid }),
    }),
    get_stake_fee: apiMethod({
      docs: 'Fee of staking, unstaking or moving an amount, in rao; there is none at a constant price.',
      args: {
        origin: option(tuple(accountId, u16)),
        origin_coldkey_account: accountId,
        destination: option(tuple(accountId, u16)),
        destination_coldkey_account: accountId,
        amount: u64,
      },
      returns: u64,
      run: ({ state }, { origin, destination, amount }) => {
        const isSame =
          origin !== undefined &&
          destination !== undefined &&
          equalBytes(origin[0], destination[0]) &&
          origin[1] === destination[1]
        const netuid = (destination ?? origin)?.[1] ?? ROOT_NETUID
        return isSame ? 0n : feeOf(amount, feeRateOf(state, netuid, 'with fee'))
      },
    }),
  },
})
