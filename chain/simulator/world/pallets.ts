import type { AnyCall, RuntimeCall } from '../../frame/call.ts'
import type { Pallet } from '../../frame/pallet.ts'
import { adminUtils } from '../../runtime/pallets/admin-utils/index.ts'
import { balances } from '../../runtime/pallets/balances/index.ts'
import { commitments } from '../../runtime/pallets/commitments/index.ts'
import { createDrand } from '../../runtime/pallets/drand/index.ts'
import { createSubtensorPallet } from '../../runtime/pallets/subtensor/index.ts'
import { swap } from '../../runtime/pallets/swap/index.ts'

/** Pallets of a simulated chain in the order of their indices: those whose rules decide who earns what. */
export const PALLETS: readonly Pallet[] = [
  balances,
  createSubtensorPallet({ allowLoopback: true }),
  commitments,
  adminUtils,
  createDrand(),
  swap,
].toSorted((a, b) => a.index - b.index)

/** Definition of a call; `undefined` for none of that name. */
export const callDefOf = ({ pallet, call }: Pick<RuntimeCall, 'pallet' | 'call'>): AnyCall | undefined =>
  PALLETS.find(({ name }) => name === pallet)?.calls?.[call]
