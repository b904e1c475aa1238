import { defineExtension } from '../../frame/extension.ts'
import { emptyExtra, nothingImplied } from './empty.ts'

/** Runs the checks that a call declares for the pool, so that free calls which would fail never take block space. */
export const subtensorTransactionExtension = defineExtension({
  identifier: 'SubtensorTransactionExtension',
  extra: emptyExtra('pallet_subtensor', 'extensions', 'subtensor', 'SubtensorTransactionExtension'),
  ...nothingImplied,
  validate({ state, block }, { who, call, def }) {
    def.validate?.({ state, block, who }, call.args)
    return undefined
  },
})
