import { derive } from '../../../../frame/derive.ts'
import { taoWeightBits } from '../../../../yuma/effective-stake.ts'
import { storage } from '../storage.ts'

/** Weight of root stake, raw U96F32. The same for all subnets: the key is not looked at. */
export const taoWeightOf = derive([storage.TaoWeight], (state) => taoWeightBits(storage.TaoWeight.get(state)) >> 32n)
