import { defineErrors } from '../../../frame/error.ts'

export const errors = defineErrors('Commitments', {
  TooManyFieldsInCommitmentInfo: [0, 'The commitment has more than 3 fields.'],
  AccountNotAllowedCommit: [1, 'Only hotkeys with a uid on the subnet may commit.'],
  SpaceLimitExceeded: [2, 'The account has no space for so many bytes until the next epoch.'],
  UnexpectedUnreserveLeftover: [3, 'The deposit of the old commitment could not be given back.'],
})
