import { option, vec } from '../../../../../shared/scale/compound.ts'
import { u8, u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { apiMethod, defineApi } from '../../../../frame/runtime-api.ts'
import type { Storage } from '../../../../interface.ts'
import { nextEpochOf } from '../epoch/schedule.ts'
import { storage } from '../storage.ts'
import { allNetuids, subnetAccount, subnetExists } from '../subnets/subnet.ts'
import { readMetagraph, readSubnetState, selectMetagraph } from './metagraph.ts'
import { readDynamicInfo, readHyperparams, readHyperparamsV2, readSubnetInfo, readSubnetInfoV2 } from './subnets.ts'
import {
  dynamicInfo,
  metagraph,
  selectiveMetagraph,
  subnetHyperparams,
  subnetHyperparamsV2,
  subnetInfo,
  subnetInfoV2,
  subnetState,
} from './types.ts'

interface At {
  readonly state: Storage
  readonly block: number
}

/** What `read` finds, `undefined` for a subnet that does not exist. */
const ifExists = <T>(state: Storage, netuid: number, read: () => T): T | undefined =>
  subnetExists(state, netuid) ? read() : undefined

const hasMechanism = (state: Storage, netuid: number, mecid: number) =>
  subnetExists(state, netuid) && mecid < storage.MechanismCountCurrent.get(state, netuid)

const mechagraphsOf = ({ state, block }: At, netuid: number) =>
  Array.from({ length: storage.MechanismCountCurrent.get(state, netuid) }, (_, mecid) =>
    readMetagraph(state, netuid, mecid, block),
  )

export const subnetInfoApi = defineApi({
  name: 'SubnetInfoRuntimeApi',
  version: 1,
  docs: 'Subnets: settings, pools, metagraphs and schedule.',
  methods: {
    get_subnet_info: apiMethod({
      docs: 'A subnet in short.',
      args: { netuid: u16 },
      returns: option(subnetInfo),
      run: ({ state }, { netuid }) => ifExists(state, netuid, () => readSubnetInfo(state, netuid)),
    }),
    get_subnets_info: apiMethod({
      docs: 'All subnets in short.',
      args: {},
      returns: vec(option(subnetInfo)),
      run: ({ state }) => allNetuids(state).map((netuid) => readSubnetInfo(state, netuid)),
    }),
    get_subnet_info_v2: apiMethod({
      docs: 'A subnet in short, with its identity.',
      args: { netuid: u16 },
      returns: option(subnetInfoV2),
      run: ({ state }, { netuid }) => ifExists(state, netuid, () => readSubnetInfoV2(state, netuid)),
    }),
    get_subnets_info_v2: apiMethod({
      docs: 'All subnets in short, with their identities.',
      args: {},
      returns: vec(option(subnetInfoV2)),
      run: ({ state }) => allNetuids(state).map((netuid) => readSubnetInfoV2(state, netuid)),
    }),
    get_subnet_hyperparams: apiMethod({
      docs: 'Hyperparameters of a subnet.',
      args: { netuid: u16 },
      returns: option(subnetHyperparams),
      run: ({ state }, { netuid }) => ifExists(state, netuid, () => readHyperparams(state, netuid)),
    }),
    get_subnet_hyperparams_v2: apiMethod({
      docs: 'Hyperparameters of a subnet, with those that came later.',
      args: { netuid: u16 },
      returns: option(subnetHyperparamsV2),
      run: ({ state }, { netuid }) => ifExists(state, netuid, () => readHyperparamsV2(state, netuid)),
    }),
    get_dynamic_info: apiMethod({
      docs: 'Pool and pending emission of a subnet.',
      args: { netuid: u16 },
      returns: option(dynamicInfo),
      run: ({ state, block }, { netuid }) => ifExists(state, netuid, () => readDynamicInfo(state, netuid, block)),
    }),
    get_all_dynamic_info: apiMethod({
      docs: 'Pools and pending emission of all subnets.',
      args: {},
      returns: vec(option(dynamicInfo)),
      run: ({ state, block }) => allNetuids(state).map((netuid) => readDynamicInfo(state, netuid, block)),
    }),
    get_metagraph: apiMethod({
      docs: 'Everything about a subnet.',
      args: { netuid: u16 },
      returns: option(metagraph),
      run: ({ state, block }, { netuid }) => ifExists(state, netuid, () => readMetagraph(state, netuid, 0, block)),
    }),
    get_all_metagraphs: apiMethod({
      docs: 'Everything about all subnets.',
      args: {},
      returns: vec(option(metagraph)),
      run: ({ state, block }) => allNetuids(state).map((netuid) => readMetagraph(state, netuid, 0, block)),
    }),
    get_mechagraph: apiMethod({
      docs: 'Everything about a subnet as one of its mechanisms has it.',
      args: { netuid: u16, mecid: u8 },
      returns: option(metagraph),
      run: ({ state, block }, { netuid, mecid }) =>
        hasMechanism(state, netuid, mecid) ? readMetagraph(state, netuid, mecid, block) : undefined,
    }),
    get_all_mechagraphs: apiMethod({
      docs: 'Everything about all mechanisms of all subnets.',
      args: {},
      returns: vec(option(metagraph)),
      run: (at) => allNetuids(at.state).flatMap((netuid) => mechagraphsOf(at, netuid)),
    }),
    get_selective_metagraph: apiMethod({
      docs: 'Chosen fields of a metagraph; the indices are the places of the fields.',
      args: { netuid: u16, metagraph_indexes: vec(u16) },
      returns: option(selectiveMetagraph),
      run: ({ state, block }, { netuid, metagraph_indexes }) =>
        ifExists(state, netuid, () => selectMetagraph(readMetagraph(state, netuid, 0, block), metagraph_indexes)),
    }),
    get_selective_mechagraph: apiMethod({
      docs: 'Chosen fields of the metagraph of a mechanism.',
      args: { netuid: u16, subid: u8, metagraph_indexes: vec(u16) },
      returns: option(selectiveMetagraph),
      run: ({ state, block }, { netuid, subid, metagraph_indexes }) =>
        hasMechanism(state, netuid, subid)
          ? selectMetagraph(readMetagraph(state, netuid, subid, block), metagraph_indexes)
          : undefined,
    }),
    get_subnet_state: apiMethod({
      docs: 'Neurons of a subnet in vectors.',
      args: { netuid: u16 },
      returns: option(subnetState),
      run: ({ state }, { netuid }) => ifExists(state, netuid, () => readSubnetState(state, netuid)),
    }),
    get_coldkey_auto_stake_hotkey: apiMethod({
      docs: 'Hotkey on which the incentive of a coldkey is staked.',
      args: { coldkey: accountId, netuid: u16 },
      returns: option(accountId),
      run: ({ state }, { coldkey, netuid }) => storage.AutoStakeDestination.get(state, coldkey, netuid),
    }),
    get_subnet_account_id: apiMethod({
      docs: 'Account that holds the TAO of a subnet.',
      args: { netuid: u16 },
      returns: option(accountId),
      run: ({ state }, { netuid }) => ifExists(state, netuid, () => subnetAccount(netuid)),
    }),
    get_next_epoch_start_block: apiMethod({
      docs: 'Block of the next epoch of a subnet.',
      args: { netuid: u16 },
      returns: option(u64),
      run: ({ state }, { netuid }) => (subnetExists(state, netuid) ? nextEpochOf(state, netuid) : undefined),
    }),
  },
})
