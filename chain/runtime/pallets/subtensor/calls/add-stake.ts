import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { ensureCanAdd, ensureTradable } from '../staking/checks.ts'
import { buyStake } from '../staking/trade.ts'

export const addStake = defineCall({
  index: 2,
  docs: 'Stakes balance of the caller on a hotkey: rao for rao at a constant price, else bought from the pool. Emits StakeAdded.',
  args: { hotkey: accountId, netuid: u16, amount_staked: u64 },
  dispatch(context, { hotkey, netuid, amount_staked: amount }) {
    const { state } = context
    const coldkey = ensureSigned(context.origin)
    const position = { hotkey, coldkey, netuid }
    ensureTradable(state, netuid, 'tao', amount)
    ensureCanAdd(state, position, { amount, most: amount, allowPartial: false })
    buyStake(context, position, { tao: amount, from: coldkey, fee: 'with fee' })
  },
})
