import { defineErrors } from '../../../frame/error.ts'

export const errors = defineErrors('Swap', {
  FeeRateTooHigh: [0, 'The fee rate is above the highest.'],
  InsufficientInputAmount: [1, 'The amount to trade is too small.'],
  InsufficientLiquidity: [2, 'The pool has too little to trade.'],
  PriceLimitExceeded: [3, 'The price is beyond the limit of the caller already.'],
  InsufficientBalance: [4, 'The balance is too low.'],
  InvalidTickRange: [5, 'The range of ticks is not valid.'],
  InvalidLiquidityValue: [6, 'The amount of liquidity is not valid.'],
  ReservesTooLow: [7, 'The reserves of the pool are too low.'],
  MechanismDoesNotExist: [8, 'There is no such subnet.'],
  SubtokenDisabled: [9, 'The subnet takes no stake: its owner has not started it.'],
  ReservesOutOfBalance: [10, 'The reserves of the pool are out of balance.'],
  SwapInputTooLarge: [11, 'The amount is too large for the reserves of the pool.'],
  Deprecated: [12, 'This call no longer does anything.'],
})
