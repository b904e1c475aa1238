import { option, vec } from '../../../../../shared/scale/compound.ts'
import { u16 } from '../../../../../shared/scale/primitives.ts'
import { apiMethod, defineApi } from '../../../../frame/runtime-api.ts'
import { neuron, neurons, neuronsLite } from './neurons.ts'
import { neuronInfo, neuronInfoLite } from './types.ts'

export const neuronInfoApi = defineApi({
  name: 'NeuronInfoRuntimeApi',
  version: 1,
  docs: 'Neurons of a subnet.',
  methods: {
    get_neurons: apiMethod({
      docs: 'All neurons by uid, with weights and bonds.',
      args: { netuid: u16 },
      returns: vec(neuronInfo),
      run: ({ state }, { netuid }) => neurons(state, netuid),
    }),
    get_neuron: apiMethod({
      docs: 'The neuron with a uid.',
      args: { netuid: u16, uid: u16 },
      returns: option(neuronInfo),
      run: ({ state }, { netuid, uid }) => neuron(state, netuid, uid),
    }),
    get_neurons_lite: apiMethod({
      docs: 'All neurons by uid, without weights and bonds.',
      args: { netuid: u16 },
      returns: vec(neuronInfoLite),
      run: ({ state }, { netuid }) => neuronsLite(state, netuid),
    }),
    get_neuron_lite: apiMethod({
      docs: 'The neuron with a uid, without weights and bonds.',
      args: { netuid: u16, uid: u16 },
      returns: option(neuronInfoLite),
      run: ({ state }, { netuid, uid }) => neuron(state, netuid, uid),
    }),
  },
})
