import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { reducibleBalance, transfer } from '../../balances/account.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { createHotkey, hotkeyExists, isHotkeyOf } from '../registration/hotkey-account.ts'
import { storage } from '../storage.ts'
import { createSubnet, freeNetuid, installOwner } from '../subnets/create.ts'
import { lockCost, mayRegisterSubnet, noteRegistration } from '../subnets/lock-cost.ts'
import { isSubnetAccount, minedNetuids, subnetAccount } from '../subnets/subnet.ts'

/** @param tempo Blocks between two epochs of a new subnet. */
export const createRegisterNetwork = ({ tempo }: { readonly tempo: number }) =>
  defineCall({
    index: 59,
    docs: `Registers a subnet for the price of the moment; the caller owns it and the hotkey becomes uid 0.
           The price stays in the account of the subnet. Emits NetworkAdded.`,
    args: { hotkey: accountId },
    dispatch(context, { hotkey }) {
      const { state, block, deposit } = context
      const coldkey = ensureSigned(context.origin)
      ensure(!hotkeyExists(state, hotkey) || isHotkeyOf(state, coldkey, hotkey), errors.NonAssociatedColdKey)
      ensure(!isSubnetAccount(hotkey), errors.CannotUseSystemAccount)
      ensure(BigInt(block) >= storage.NetworkRegistrationStartBlock.get(state), errors.SubNetRegistrationDisabled)
      ensure(mayRegisterSubnet(state, block), errors.NetworkTxRateLimitExceeded)
      const limit = storage.SubnetLimit.get(state)
      ensure(minedNetuids(state).length < limit, errors.SubnetLimitReached, () => `${limit} subnets`)
      const cost = lockCost(state, block)
      const balance = reducibleBalance(state, coldkey, 'preserve')
      ensure(balance >= cost, errors.CannotAffordLockCost, () => `price ${cost} rao, spendable ${balance}`)

      const netuid = freeNetuid(state)
      transfer(context, { from: coldkey, to: subnetAccount(netuid), amount: cost, preservation: 'preserve' })
      storage.NetworkLastLockCost.put(state, [], cost)
      noteRegistration(state, block)
      createSubnet(state, { netuid, tempo, block })
      createHotkey(state, coldkey, hotkey)
      installOwner(state, { netuid, coldkey, hotkey, block })
      storage.SubnetLocked.put(state, [netuid], cost)
      storage.LargestLocked.put(state, [netuid], cost)
      storage.SubnetTAO.put(state, [netuid], cost)
      storage.SubnetAlphaIn.put(state, [netuid], cost)
      deposit(events.NetworkAdded([netuid, 1]))
    },
  })
