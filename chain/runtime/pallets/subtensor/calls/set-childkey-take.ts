import { u16 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { isHotkeyOf } from '../registration/hotkey-account.ts'
import { childTakeOf, leastChildTake } from '../staking/children.ts'
import { mayTransact, noteTransaction } from '../staking/rate-limit.ts'
import { storage } from '../storage.ts'

export const setChildkeyTake = defineCall({
  index: 75,
  docs: `Sets what a hotkey of the caller keeps of the dividends of its parents on a subnet, of 65535. It may rise within a
         rate limit. Emits ChildKeyTakeSet.`,
  args: { hotkey: accountId, netuid: u16, take: u16 },
  dispatch({ state, origin, block, deposit }, { hotkey, netuid, take }) {
    const coldkey = ensureSigned(origin)
    ensure(isHotkeyOf(state, coldkey, hotkey), errors.NonAssociatedColdKey)
    const [least, most] = [leastChildTake(state, netuid), storage.MaxChildkeyTake.get(state)]
    ensure(take >= least && take <= most, errors.InvalidChildkeyTake, () => `${take}, from ${least} to ${most}`)
    const by = { who: hotkey, netuid, block }
    ensure(
      take <= childTakeOf(state, hotkey, netuid) ||
        mayTransact(state, 'setChildkeyTake', { ...by, limit: storage.TxChildkeyTakeRateLimit.get(state) }),
      errors.TxChildkeyTakeRateLimitExceeded,
    )
    noteTransaction(state, 'setChildkeyTake', by)
    storage.ChildkeyTake.put(state, [hotkey, netuid], take)
    deposit(events.ChildKeyTakeSet([hotkey, take]))
  },
})
