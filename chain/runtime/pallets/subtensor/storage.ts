import { globalStorage } from './storage/global.ts'
import { hyperparameterStorage } from './storage/hyperparameters.ts'
import { neuronStorage } from './storage/neurons.ts'
import { stakingStorage } from './storage/staking.ts'
import { subnetStorage } from './storage/subnets.ts'

/** All storage of the pallet. The files in storage/ hold one topic each. */
export const storage = {
  ...globalStorage,
  ...subnetStorage,
  ...hyperparameterStorage,
  ...neuronStorage,
  ...stakingStorage,
}
