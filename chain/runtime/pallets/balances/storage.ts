import { u64 } from '../../../../shared/scale/primitives.ts'
import { defineStorage, value } from '../../../frame/storage.ts'

/** Balances themselves are in `System.Account`. */
export const storage = defineStorage('Balances', {
  TotalIssuance: value(u64, {
    default: 0n,
    docs: 'All rao that exist: free and reserved balances, stake, and emission that waits to be paid.',
  }),
  InactiveIssuance: value(u64, { default: 0n, docs: 'Rao of the total that are out of circulation.' }),
})
