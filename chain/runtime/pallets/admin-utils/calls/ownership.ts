import { u16 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { type DispatchContext, defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { errors as subtensorErrors } from '../../subtensor/errors.ts'
import { events as subtensorEvents } from '../../subtensor/events.ts'
import { ensureCanTrim, trimUids } from '../../subtensor/registration/trim.ts'
import { mayTransact, noteTransaction } from '../../subtensor/staking/rate-limit.ts'
import { storage } from '../../subtensor/storage.ts'
import { ensureNotFrozen, ensureOwnerOrRoot } from '../../subtensor/subnets/owner.ts'
import { isSubnetAccount, subnetExists } from '../../subtensor/subnets/subnet.ts'

/** Blocks between two changes of the hotkey that gets the owner cut. */
const HOTKEY_RATE_LIMIT = 50_400n
/** Blocks between two trimmings by the owner, in the build for local networks. */
const TRIM_RATE_LIMIT = 1n

function setOwnerHotkey(
  { state, origin, block, deposit }: DispatchContext,
  { netuid, hotkey }: { readonly netuid: number; readonly hotkey: Uint8Array },
): void {
  ensureOwnerOrRoot(state, origin, netuid)
  ensure(subnetExists(state, netuid), subtensorErrors.SubnetNotExists, () => `netuid ${netuid}`)
  const key = { tag: 'SetSNOwnerHotkey', value: [netuid] } as const
  const last = storage.LastRateLimitedBlock.get(state, key)
  ensure(
    last === 0n || BigInt(block) - last >= HOTKEY_RATE_LIMIT,
    subtensorErrors.TxRateLimitExceeded,
    () => `last changed at block ${last}, once in ${HOTKEY_RATE_LIMIT} blocks`,
  )
  ensure(!isSubnetAccount(hotkey), subtensorErrors.CannotUseSystemAccount)
  storage.LastRateLimitedBlock.put(state, [key], BigInt(block))
  storage.SubnetOwnerHotkey.put(state, [netuid], hotkey)
  deposit(subtensorEvents.SubnetOwnerHotkeySet([netuid, hotkey]))
}

const DOCS =
  'Sets the hotkey that gets the owner cut, once in 50400 blocks. For owner and root. Emits SubnetOwnerHotkeySet.'

/** What an owner decides about its own hotkey and about how many neurons stay. */
export const ownershipCalls = {
  sudo_set_subnet_owner_hotkey: defineCall({
    index: 64,
    docs: DOCS,
    class: 'operational',
    args: { netuid: u16, hotkey: accountId },
    dispatch: setOwnerHotkey,
  }),
  sudo_set_sn_owner_hotkey: defineCall({
    index: 67,
    docs: DOCS,
    class: 'operational',
    args: { netuid: u16, hotkey: accountId },
    dispatch: setOwnerHotkey,
  }),
  sudo_trim_to_max_allowed_uids: defineCall({
    index: 78,
    docs: `Limits a subnet to so many uids; the neurons with the least emission that are not immune lose theirs, and the
           others move up. For owner and root.`,
    class: 'operational',
    args: { netuid: u16, max_n: u16 },
    dispatch({ state, origin, block }, { netuid, max_n }) {
      const owner = ensureOwnerOrRoot(state, origin, netuid)
      const by = { netuid, block }
      ensure(
        owner === undefined || mayTransact(state, 'trimUids', { ...by, who: owner, limit: TRIM_RATE_LIMIT }),
        subtensorErrors.TxRateLimitExceeded,
      )
      ensureNotFrozen(state, netuid, block)
      ensure(subnetExists(state, netuid), subtensorErrors.SubnetNotExists, () => `netuid ${netuid}`)
      ensureCanTrim(state, netuid, max_n, block)
      trimUids(state, netuid, max_n, block)
      if (owner !== undefined) noteTransaction(state, 'trimUids', { ...by, who: owner })
    },
  }),
} as const
