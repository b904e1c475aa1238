import { bool } from '../../../shared/scale/primitives.ts'
import { accountId, hash256 } from '../../../shared/scale/substrate.ts'
import { dispatchError } from '../dispatch-error.ts'
import { defineEvents, event } from '../event.ts'
import { dispatchEventInfo } from './types.ts'

export const events = defineEvents('System', {
  ExtrinsicSuccess: event(0, { dispatch_info: dispatchEventInfo }, 'An extrinsic was dispatched successfully.'),
  ExtrinsicFailed: event(
    1,
    { dispatch_error: dispatchError, dispatch_info: dispatchEventInfo },
    'An extrinsic failed; all its effects but fee and nonce were undone.',
  ),
  CodeUpdated: event(2, [], 'The runtime code was replaced.'),
  NewAccount: event(3, { account: accountId }, 'An account came into existence.'),
  KilledAccount: event(4, { account: accountId }, 'An account was removed with its nonce and data.'),
  Remarked: event(5, { sender: accountId, hash: hash256 }, 'A remark was made; `hash` is blake2-256 of its bytes.'),
  UpgradeAuthorized: event(
    6,
    { code_hash: hash256, check_version: bool },
    'Code with this hash may replace the runtime.',
  ),
  RejectedInvalidAuthorizedUpgrade: event(
    7,
    { code_hash: hash256, error: dispatchError },
    'Authorized code was not a valid successor of the runtime.',
  ),
})
