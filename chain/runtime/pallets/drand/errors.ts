import { defineErrors } from '../../../frame/error.ts'

export const errors = defineErrors('Drand', {
  NoneValue: [0, 'There is no beacon.'],
  StorageOverflow: [1, 'A number of the beacon is too large.'],
  DrandConnectionFailure: [2, 'The beacon could not be reached.'],
  UnverifiedPulse: [3, 'The pulse was not checked.'],
  InvalidRoundNumber: [4, 'The round of the pulse is not newer than the last one stored.'],
  PulseVerificationError: [5, 'The pulse is not one of the beacon of this chain.'],
})
