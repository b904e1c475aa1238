import { definePallet } from '../../../frame/pallet.ts'
import { burn } from './calls/burn.ts'
import { forceSetBalance } from './calls/force-set-balance.ts'
import { forceTransfer } from './calls/force-transfer.ts'
import { transferAll } from './calls/transfer-all.ts'
import { transferAllowDeath } from './calls/transfer-allow-death.ts'
import { transferKeepAlive } from './calls/transfer-keep-alive.ts'
import { constants } from './constants.ts'
import { errors } from './errors.ts'
import { events } from './events.ts'
import { storage } from './storage.ts'

/** Balances of accounts and the total of all rao. */
export const balances = definePallet({
  name: 'Balances',
  index: 5,
  constants,
  storage,
  events,
  errors,
  calls: {
    transfer_allow_death: transferAllowDeath,
    force_transfer: forceTransfer,
    transfer_keep_alive: transferKeepAlive,
    transfer_all: transferAll,
    // 5 force_unreserve, 6 upgrade_accounts: nothing reserves and no account is of the old form.
    force_set_balance: forceSetBalance,
    // 9 force_adjust_total_issuance: would break "issuance is what exists".
    burn,
  },
})
