import { u64 } from '../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../shared/scale/substrate.ts'
import { defineEvents, event } from '../../../frame/event.ts'

const who = { who: accountId, amount: u64 }

export const events = defineEvents('Balances', {
  Endowed: event(0, { account: accountId, free_balance: u64 }, 'An account was created with a balance.'),
  DustLost: event(
    1,
    { account: accountId, amount: u64 },
    'An account fell below the existential deposit; its rest is gone.',
  ),
  Transfer: event(2, { from: accountId, to: accountId, amount: u64 }, 'Balance moved between two accounts.'),
  BalanceSet: event(3, { who: accountId, free: u64 }, 'Root set a balance.'),
  // 4 Reserved, 5 Unreserved, 6 ReserveRepatriated: nothing reserves balance yet.
  Deposit: event(7, who, 'Balance was added to an account, from stake or as a refund.'),
  Withdraw: event(8, who, 'Balance was taken from an account, for stake or fees.'),
  // 9 Slashed, 10 Minted: nothing does that.
  Burned: event(11, who, 'Balance was destroyed.'),
  // 12 Suspended, 13 Restored, 14 Upgraded: nothing does that.
  Issued: event(15, { amount: u64 }, 'Total issuance rose.'),
  Rescinded: event(16, { amount: u64 }, 'Total issuance fell.'),
  // 17 Locked to 21 TotalIssuanceForced: nothing does that.
})
