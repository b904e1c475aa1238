import { InvalidTransactionError } from '../../../../frame/error.ts'

/** Numbers under which clients know why a transaction never enters a block. */
const NUMBERS = {
  StakeAmountTooLow: 1,
  RateLimitExceeded: 6,
  HotKeyNotRegisteredInNetwork: 10,
  InvalidIpAddress: 11,
  ServingRateLimitExceeded: 12,
  InvalidPort: 13,
  InvalidRevealRound: 15,
  CommitNotFound: 16,
  CommitBlockNotInRevealRange: 17,
  InputLengthsUnequal: 18,
} as const

/** @throws InvalidTransactionError unless the condition holds. */
export function ensureValid(condition: boolean, name: keyof typeof NUMBERS): asserts condition {
  if (!condition) throw new InvalidTransactionError(NUMBERS[name], name)
}
