import { u8 } from '../../../../shared/scale/primitives.ts'
import { constant } from '../../../frame/constant.ts'
import { definePallet } from '../../../frame/pallet.ts'
import { events } from './events.ts'
import { storage } from './storage.ts'

/** Operational calls come before normal ones of the same fee by this factor. */
export const OPERATIONAL_FEE_MULTIPLIER = 5

/** The TransactionPayment pallet: what clients read about fees. The fee itself is taken by a transaction extension. */
export const transactionPayment = definePallet({
  name: 'TransactionPayment',
  index: 6,
  docs: 'Fees of extrinsics.',
  constants: {
    OperationalFeeMultiplier: constant(
      u8,
      OPERATIONAL_FEE_MULTIPLIER,
      'Factor of the fee in the priority of an operational call.',
    ),
  },
  storage,
  events,
})
