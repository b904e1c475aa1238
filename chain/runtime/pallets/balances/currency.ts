import type { Currency } from '../../../frame/currency.ts'
import { lowerIssuance, putIn, raiseIssuance, reducibleBalance, takeOut } from './account.ts'

/** How fees reach balances. */
export const balancesCurrency: Currency = {
  free: (state, who) => reducibleBalance(state, who, 'preserve'),
  withdraw(context, who, amount) {
    if (amount === 0n) return
    takeOut(context, who, amount, 'preserve')
    lowerIssuance(context.state, amount)
  },
  deposit(context, who, amount) {
    if (amount === 0n) return
    raiseIssuance(context.state, amount)
    putIn(context, who, amount)
  },
}
