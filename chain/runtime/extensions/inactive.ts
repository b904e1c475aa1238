import { defineExtension } from '../../frame/extension.ts'
import { emptyExtra, nothingImplied } from './empty.ts'

// Extensions of subtensor for pallets that this chain does not have. They carry no data and check nothing, and stay in
// the list because clients know the list.

export const checkShieldedTxValidity = defineExtension({
  identifier: 'CheckShieldedTxValidity',
  extra: emptyExtra('pallet_shield', 'extension', 'CheckShieldedTxValidity'),
  ...nothingImplied,
})

export const drandPriority = defineExtension({
  identifier: 'DrandPriority',
  extra: emptyExtra('pallet_drand', 'drand_priority', 'DrandPriority'),
  ...nothingImplied,
})
