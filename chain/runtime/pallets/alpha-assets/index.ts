import { definePallet } from '../../../frame/pallet.ts'
import { storage } from './storage.ts'

/** The AlphaAssets pallet: how much there is of each subnet's token. */
export const alphaAssets = definePallet({
  name: 'AlphaAssets',
  index: 31,
  docs: 'How much there is of the token of each subnet with a pool.',
  storage,
})
