import { defineExtension } from '../../frame/extension.ts'
import { invalid } from '../../frame/validity.ts'
import { isSudoKey } from '../pallets/sudo/key.ts'
import { emptyExtra, nothingImplied } from './empty.ts'

/** Keeps calls of the Sudo pallet by anyone but the sudo key out of the pool: they are free when they succeed. */
export const sudoTransactionExtension = defineExtension({
  identifier: 'SudoTransactionExtension',
  extra: emptyExtra('node_subtensor_runtime', 'sudo_wrapper', 'SudoTransactionExtension'),
  ...nothingImplied,
  validate({ state }, { who, call }) {
    if (call.pallet === 'Sudo' && !isSudoKey(state, who)) throw invalid('BadSigner', 'the sender is not the sudo key')
    return undefined
  },
})
