import type { RuntimeApi } from '../../../frame/runtime-api.ts'
import { neuronInfoApi } from './rpc-info/neuron-info-api.ts'
import { stakeInfoApi } from './rpc-info/stake-info-api.ts'
import { subnetInfoApi } from './rpc-info/subnet-info-api.ts'
import { subnetRegistrationApi } from './rpc-info/subnet-registration-api.ts'
import { swapApi } from './rpc-info/swap-api.ts'

/** What clients ask about subnets, neurons and stake without knowing storage. */
export const subtensorApis: readonly RuntimeApi[] = [
  neuronInfoApi,
  subnetInfoApi,
  stakeInfoApi,
  subnetRegistrationApi,
  swapApi,
]
