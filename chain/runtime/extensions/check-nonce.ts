import { compactU32 } from '../../../shared/scale/compact.ts'
import { newtype, struct } from '../../../shared/scale/compound.ts'
import { u32 } from '../../../shared/scale/primitives.ts'
import { accountId } from '../../../shared/scale/substrate.ts'
import { encode } from '../../../shared/scale/type.ts'
import { defineExtension } from '../../frame/extension.ts'
import { accountExists } from '../../frame/system/account.ts'
import { storage } from '../../frame/system/storage.ts'
import { invalid } from '../../frame/validity.ts'
import { nothingImplied } from './empty.ts'

const tag = struct([], { who: accountId, nonce: u32 })

/** Lets the extrinsics of an account in one by one: each has the number of those before it. */
export const checkNonce = defineExtension({
  identifier: 'CheckNonce',
  extra: newtype(['frame_system', 'extensions', 'check_nonce', 'CheckNonce'], compactU32),
  ...nothingImplied,
  validate({ state }, { who, info }, nonce) {
    const account = storage.Account.get(state, who)
    // A nonce takes storage that somebody must have paid for; free calls are open to hotkeys without a balance.
    if (info.pays === 'yes' && !accountExists(account))
      throw invalid('Payment', 'the account does not exist and cannot pay a fee')
    if (nonce < account.nonce) throw invalid('Stale', `nonce ${nonce}; the next one is ${account.nonce}`)
    return {
      provides: [encode(tag, { who, nonce })],
      requires: nonce > account.nonce ? [encode(tag, { who, nonce: nonce - 1 })] : [],
    }
  },
  prepare({ state }, { who }, nonce) {
    const account = storage.Account.get(state, who)
    if (nonce > account.nonce) throw invalid('Future', `nonce ${nonce}; the next one is ${account.nonce}`)
    storage.Account.put(state, [who], { ...account, nonce: nonce + 1 })
  },
})
