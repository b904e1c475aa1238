import { bool, u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { ensureCanAdd, ensureTradable, within } from '../staking/checks.ts'
import { mostToAdd } from '../staking/move-limit.ts'
import { buyStake } from '../staking/trade.ts'

export const addStakeLimit = defineCall({
  index: 88,
  docs: `Stakes balance of the caller like add_stake, but only up to a price in rao for one token. What would go beyond
         it stays with the caller where a part is allowed, else the call fails. Emits StakeAdded.`,
  args: { hotkey: accountId, netuid: u16, amount_staked: u64, limit_price: u64, allow_partial: bool },
  dispatch(context, { hotkey, netuid, amount_staked: amount, limit_price, allow_partial: allowPartial }) {
    const { state } = context
    const coldkey = ensureSigned(context.origin)
    const position = { hotkey, coldkey, netuid }
    ensureTradable(state, netuid, 'tao', amount)
    const wanted = { amount, most: mostToAdd(state, netuid, limit_price), allowPartial }
    ensureCanAdd(state, position, wanted)
    buyStake(context, position, { tao: within(wanted), from: coldkey, fee: 'with fee' })
  },
})
