import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { U64F64 } from '../../../../yuma/fixed.ts'
import { reducibleBalance, transfer } from '../../balances/account.ts'
import { errors } from '../errors.ts'
import { events } from '../events.ts'
import { medianPrice, openPool, type PriceMechanism } from '../pool/pool.ts'
import { createHotkey, hotkeyExists, isHotkeyOf } from '../registration/hotkey-account.ts'
import { storage } from '../storage.ts'
import { createSubnet, freeNetuid, installOwner } from '../subnets/create.ts'
import { dissolveSubnet, subnetToPrune } from '../subnets/dissolve.ts'
import { lockCost, mayRegisterSubnet, noteRegistration } from '../subnets/lock-cost.ts'
import { isSubnetAccount, minedNetuids, subnetAccount } from '../subnets/subnet.ts'

/**
 * @param tempo Blocks between two epochs of a new subnet.
 * @param mechanism What sets the price of a new subnet's token.
 */
export const createRegisterNetwork = ({
  tempo,
  mechanism,
}: {
  readonly tempo: number
  readonly mechanism: PriceMechanism
}) =>
  defineCall({
    index: 59,
    docs: `Registers a subnet for the price of the moment; the caller owns it and the hotkey becomes uid 0.
           The price stays in the account of the subnet. Where there are as many subnets as there may be, the one with
           the lowest price that is out of immunity makes room. Emits NetworkAdded, and NetworkRemoved.`,
    args: { hotkey: accountId },
    dispatch(context, { hotkey }) {
      const { state, block, deposit } = context
      const coldkey = ensureSigned(context.origin)
      ensure(!hotkeyExists(state, hotkey) || isHotkeyOf(state, coldkey, hotkey), errors.NonAssociatedColdKey)
      ensure(!isSubnetAccount(hotkey), errors.CannotUseSystemAccount)
      ensure(BigInt(block) >= storage.NetworkRegistrationStartBlock.get(state), errors.SubNetRegistrationDisabled)
      ensure(mayRegisterSubnet(state, block), errors.NetworkTxRateLimitExceeded)
      const limit = storage.SubnetLimit.get(state)
      const isFull = minedNetuids(state).length >= limit
      const pruned = isFull ? subnetToPrune(state, block) : undefined
      ensure(!isFull || pruned !== undefined, errors.SubnetLimitReached, () => `${limit} subnets`)
      const cost = lockCost(state, block)
      const balance = reducibleBalance(state, coldkey, 'preserve')
      ensure(balance >= cost, errors.CannotAffordLockCost, () => `price ${cost} rao, spendable ${balance}`)

      if (pruned !== undefined) dissolveSubnet(context, pruned)
      const netuid = pruned ?? freeNetuid(state)
      const price = medianPrice(state, minedNetuids(state))
      transfer(context, { from: coldkey, to: subnetAccount(netuid), amount: cost, preservation: 'preserve' })
      storage.NetworkLastLockCost.put(state, [], cost)
      noteRegistration(state, block)
      createSubnet(state, { netuid, tempo, mechanism, block })
      createHotkey(state, coldkey, hotkey)
      installOwner(state, { netuid, coldkey, hotkey, block })
      storage.SubnetLocked.put(state, [netuid], cost)
      storage.LargestLocked.put(state, [netuid], cost)
      openPool(state, netuid, { tao: cost, alpha: U64F64.floor(U64F64.divide(U64F64.fromInteger(cost), price)) })
      deposit(events.NetworkAdded([netuid, 1]))
    },
  })
