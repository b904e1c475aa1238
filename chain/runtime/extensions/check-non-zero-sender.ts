import { defineExtension } from '../../frame/extension.ts'
import { invalid } from '../../frame/validity.ts'
import { emptyExtra, nothingImplied } from './empty.ts'

/** Refuses the all-zero account, which stands for "nobody" in storage. */
export const checkNonZeroSender = defineExtension({
  identifier: 'CheckNonZeroSender',
  extra: emptyExtra('frame_system', 'extensions', 'check_non_zero_sender', 'CheckNonZeroSender'),
  ...nothingImplied,
  validate(_context, { who }) {
    if (who.every((byte) => byte === 0)) throw invalid('BadSigner', 'the sender is the all-zero account')
    return undefined
  },
})
