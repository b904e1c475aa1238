import { defineErrors } from '../../../frame/error.ts'

export const errors = defineErrors('AdminUtils', {
  SubnetDoesNotExist: [0, 'The subnet does not exist.'],
  MaxValidatorsLargerThanMaxUIds: [1, 'There cannot be more validators than uids.'],
  MaxAllowedUIdsLessThanCurrentUIds: [2, 'The subnet has more neurons than that already.'],
  BondsMovingAverageMaxReached: [3, 'The bonds moving average is above what an owner may set.'],
  NegativeSigmoidSteepness: [4, 'Only root may set a negative steepness.'],
  ValueNotInBounds: [5, 'The value is not within its bounds.'],
  MinAllowedUidsGreaterThanCurrentUids: [6, 'The subnet has fewer neurons than that.'],
  MinAllowedUidsGreaterThanMaxAllowedUids: [7, 'The least number of uids cannot be above the largest.'],
  MaxAllowedUidsLessThanMinAllowedUids: [8, 'The largest number of uids cannot be below the least.'],
  MaxAllowedUidsGreaterThanDefaultMaxAllowedUids: [9, 'No subnet may have so many uids.'],
  InvalidValue: [10, 'The value is not valid.'],
  NotPermittedOnRootSubnet: [11, 'The root subnet does not have this setting.'],
  POWRegistrationDisabled: [12, 'Registration by proof of work is off.'],
  Deprecated: [13, 'This call does nothing any more.'],
})
