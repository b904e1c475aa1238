import { equalBytes } from '../../../../../shared/bytes.ts'
import { tuple, vec } from '../../../../../shared/scale/compound.ts'
import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { ROOT_NETUID } from '../constants.ts'
import { errors } from '../errors.ts'
import { isHotkeyOf } from '../registration/hotkey-account.ts'
import { ensureValidChildren, scheduleChildren } from '../staking/children.ts'
import { mayTransact, noteTransaction } from '../staking/rate-limit.ts'
import { totalValue } from '../staking/remove.ts'
import { storage } from '../storage.ts'
import { subnetExists } from '../subnets/subnet.ts'

/** Blocks between two choices of children of one hotkey on one subnet. */
const RATE_LIMIT = 150n

export const setChildren = defineCall({
  index: 67,
  docs: `Lets up to five hotkeys validate on a subnet with shares (of 2^64-1) of the stake of a hotkey of the caller, after a
         cooldown. Emits SetChildrenScheduled, and SetChildren when it takes effect.`,
  args: { hotkey: accountId, netuid: u16, children: vec(tuple(u64, accountId)) },
  dispatch(context, { hotkey, netuid, children }) {
    const { state, block } = context
    const coldkey = ensureSigned(context.origin)
    const by = { who: hotkey, netuid, block }
    ensure(mayTransact(state, 'setChildren', { ...by, limit: RATE_LIMIT }), errors.TxRateLimitExceeded)
    ensure(netuid !== ROOT_NETUID, errors.RegistrationNotPermittedOnRootSubnet)
    ensure(subnetExists(state, netuid), errors.SubnetNotExists, () => `netuid ${netuid}`)
    ensure(isHotkeyOf(state, coldkey, hotkey), errors.NonAssociatedColdKey)
    ensureValidChildren(state, hotkey, netuid, children)
    const threshold = storage.StakeThreshold.get(state)
    ensure(
      children.length === 0 ||
        totalValue(state, hotkey) >= threshold ||
        equalBytes(storage.SubnetOwnerHotkey.get(state, netuid), hotkey),
      errors.NotEnoughStakeToSetChildkeys,
      () => `at least ${threshold} rao`,
    )
    noteTransaction(state, 'setChildren', by)
    scheduleChildren(context, hotkey, netuid, children)
  },
})
