import { u32, u64 } from '../../../../shared/scale/primitives.ts'
import { constant } from '../../../frame/constant.ts'

/** Free balance below this many rao cannot exist: the account is removed and the rest is dust. */
export const EXISTENTIAL_DEPOSIT = 500n

export const constants = {
  ExistentialDeposit: constant(u64, EXISTENTIAL_DEPOSIT, 'Least free balance of an account in rao.'),
  MaxLocks: constant(u32, 50, 'Most locks of one account.'),
  MaxReserves: constant(u32, 50, 'Most named reserves of one account.'),
  MaxFreezes: constant(u32, 50, 'Most freezes of one account.'),
}
