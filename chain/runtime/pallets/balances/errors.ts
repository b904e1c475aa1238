import { defineErrors } from '../../../frame/error.ts'

export const errors = defineErrors('Balances', {
  VestingBalance: [0, 'The balance vests and is too low to send this value.'],
  LiquidityRestrictions: [1, 'Locks on the account prevent this withdrawal.'],
  InsufficientBalance: [2, 'The balance is too low to send this value.'],
  ExistentialDeposit: [3, 'The value is too low to create an account: it is below the existential deposit.'],
  Expendability: [4, 'The transfer would kill the sending account.'],
  ExistingVestingSchedule: [5, 'The account has a vesting schedule already.'],
  DeadAccount: [6, 'The receiving account does not exist.'],
  TooManyReserves: [7, 'The account has as many named reserves as it can.'],
  TooManyHolds: [8, 'The account has as many holds as it can.'],
  TooManyFreezes: [9, 'The account has as many freezes as it can.'],
  IssuanceDeactivated: [10, 'Issuance cannot change because it is deactivated.'],
  DeltaZero: [11, 'The change must not be zero.'],
})
