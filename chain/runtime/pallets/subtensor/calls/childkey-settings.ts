import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureRoot } from '../../../../frame/origin.ts'
import { events } from '../events.ts'
import { storage } from '../storage.ts'

export const sudoSetTxChildkeyTakeRateLimit = defineCall({
  index: 69,
  docs: 'Sets the blocks between two rises of a child take. For root. Emits TxChildKeyTakeRateLimitSet.',
  args: { tx_rate_limit: u64 },
  dispatch({ state, origin, deposit }, { tx_rate_limit }) {
    ensureRoot(origin)
    storage.TxChildkeyTakeRateLimit.put(state, [], tx_rate_limit)
    deposit(events.TxChildKeyTakeRateLimitSet([tx_rate_limit]))
  },
})

export const sudoSetMinChildkeyTake = defineCall({
  index: 76,
  docs: 'Sets the smallest take of a child hotkey, of 65535. For root. Emits MinChildKeyTakeSet.',
  args: { take: u16 },
  dispatch({ state, origin, deposit }, { take }) {
    ensureRoot(origin)
    storage.MinChildkeyTake.put(state, [], take)
    deposit(events.MinChildKeyTakeSet([take]))
  },
})

export const sudoSetMaxChildkeyTake = defineCall({
  index: 77,
  docs: 'Sets the largest take of a child hotkey, of 65535. For root. Emits MaxChildKeyTakeSet.',
  args: { take: u16 },
  dispatch({ state, origin, deposit }, { take }) {
    ensureRoot(origin)
    storage.MaxChildkeyTake.put(state, [], take)
    deposit(events.MaxChildKeyTakeSet([take]))
  },
})

export const setPendingChildkeyCooldown = defineCall({
  index: 109,
  docs: 'Sets the blocks between the choice of children and its effect. For root.',
  args: { cooldown: u64 },
  dispatch({ state, origin }, { cooldown }) {
    ensureRoot(origin)
    storage.PendingChildKeyCooldown.put(state, [], cooldown)
  },
})
