import { u32 } from '../../../shared/scale/primitives.ts'
import { accountId } from '../../../shared/scale/substrate.ts'
import { apiMethod, defineApi } from '../runtime-api.ts'
import { storage } from '../system/storage.ts'

/** `AccountNonceApi`: the nonce of the next extrinsic of an account. */
export const accountNonceApi = defineApi({
  name: 'AccountNonceApi',
  version: 1,
  docs: 'The nonce of an account.',
  methods: {
    account_nonce: apiMethod({
      docs: 'The nonce that the next extrinsic of the account must have.',
      args: { account: accountId },
      returns: u32,
      run: ({ state }, { account }) => storage.Account.get(state, account).nonce,
    }),
  },
})
