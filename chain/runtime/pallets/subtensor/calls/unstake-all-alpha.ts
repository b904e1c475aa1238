import { accountId } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { MIN_STAKE, ROOT_NETUID } from '../constants.ts'
import { errors } from '../errors.ts'
import { hotkeyExists } from '../registration/hotkey-account.ts'
import { buyStake } from '../staking/trade.ts'
import { unstakeEverywhere } from '../staking/unstake-all.ts'

export const unstakeAllAlpha = defineCall({
  index: 84,
  docs: `Turns all stake of the caller on a hotkey, on every subnet but root, into stake on root. What cannot be removed
         stays. Emits StakeRemoved for each subnet, and StakeAdded.`,
  args: { hotkey: accountId },
  dispatch(context, { hotkey }) {
    const coldkey = ensureSigned(context.origin)
    ensure(hotkeyExists(context.state, hotkey), errors.HotKeyAccountNotExists)
    const tao = unstakeEverywhere(context, { hotkey, coldkey, to: 'stake', withRoot: false })
    ensure(tao >= MIN_STAKE, errors.AmountTooLow, () => `worth ${tao} rao, at least ${MIN_STAKE}`)
    buyStake(context, { hotkey, coldkey, netuid: ROOT_NETUID }, { tao, from: 'stake', fee: 'with fee' })
  },
})
