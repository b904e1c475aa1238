import { u16, u64 } from '../../../../shared/scale/primitives.ts'
import { defineStorage, map, twox } from '../../../frame/storage.ts'

const counter = (docs: string) => map([twox(u16)], u64, { default: 0n, docs })

/** What exists of the tokens of subnets with a pool; `subtensor/issuance.ts` says how it adds up. */
export const storage = defineStorage('AlphaAssets', {
  TotalAlphaIssuance: counter('Subnet token that exists, in the pool and outside of it.'),
  AlphaBurned: counter('Subnet token that exists and belongs to nobody: burnt, or left over by rounding.'),
  AlphaRecycled: counter('Subnet token that was destroyed and may be issued again.'),
  // Not in subtensor, which keeps no count of it.
  RootClaimsHeld: counter('Subnet token held back for root stakers until they claim it.'),
})
