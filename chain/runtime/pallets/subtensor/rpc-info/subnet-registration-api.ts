import { u64 } from '../../../../../shared/scale/primitives.ts'
import { apiMethod, defineApi } from '../../../../frame/runtime-api.ts'
import { lockCost } from '../subnets/lock-cost.ts'

export const subnetRegistrationApi = defineApi({
  name: 'SubnetRegistrationRuntimeApi',
  version: 1,
  docs: 'Registration of subnets.',
  methods: {
    get_network_registration_cost: apiMethod({
      docs: 'Price of a subnet in rao.',
      args: {},
      returns: u64,
      run: ({ state, block }) => lockCost(state, block),
    }),
  },
})
