import { newtype, variant } from '../../../../shared/scale/compound.ts'
import { u128 } from '../../../../shared/scale/primitives.ts'
import { defineStorage, value } from '../../../frame/storage.ts'

const fixedU128 = newtype(['sp_arithmetic', 'fixed_point', 'FixedU128'], u128)

const releases = variant(['pallet_transaction_payment', 'Releases'], {
  V1Ancient: { index: 0 },
  V2: { index: 1 },
})

export const storage = defineStorage('TransactionPayment', {
  NextFeeMultiplier: value(fixedU128, {
    default: 1_000_000_000_000_000_000n,
    docs: 'Factor of the weight part of fees, 10^18 = 1. It is always 1 here.',
  }),
  StorageVersion: value(releases, { default: { tag: 'V1Ancient' }, docs: 'Version of the storage of this pallet.' }),
})
