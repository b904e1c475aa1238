import type { Observation, ObservedNeuron } from '../../../chain/devnet/observe.ts'
import { keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { rao, uid } from '../../../shared/units.ts'

/** A neuron with everything at zero but what is given. `cryptoReady` must have been awaited. */
export function fakeNeuron(number: number, given: Partial<ObservedNeuron> = {}): ObservedNeuron {
  return {
    uid: uid(number),
    hotkey: keypairFromUri(`//fake//${number}`).ss58,
    coldkey: keypairFromUri(`//fake//${number}//cold`).ss58,
    axon: undefined,
    stake: rao(0n),
    active: true,
    validatorPermit: false,
    lastUpdate: 0,
    blockAtRegistration: 0,
    consensus: 0,
    incentive: 0,
    validatorTrust: 0,
    dividends: 0,
    emission: rao(0n),
    weight: 0,
    totalEmissionRao: 0n,
    ...given,
  }
}

export const fakeObservation = (neurons: readonly ObservedNeuron[]): Observation => ({
  block: 120,
  tempo: 20,
  blocksSinceLastStep: 5,
  paidEpochs: 3,
  neurons,
})
