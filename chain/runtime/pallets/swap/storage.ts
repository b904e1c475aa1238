import { u16 } from '../../../../shared/scale/primitives.ts'
import { u64f64 } from '../../../../shared/scale/substrate.ts'
import { defineStorage, map, twox } from '../../../frame/storage.ts'

export const storage = defineStorage('Swap', {
  FeeRate: map([twox(u16)], u16, { default: 33, docs: 'Fee of trading with the pool of a subnet, of 65535.' }),
  // Older runtimes keep it, and clients still read it; this chain writes it and never reads it.
  AlphaSqrtPrice: map([twox(u16)], u64f64, { default: 0n, docs: 'Square root of the price of a subnet token in TAO.' }),
})
