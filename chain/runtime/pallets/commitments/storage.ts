import { bytes, tuple, vec } from '../../../../shared/scale/compound.ts'
import { u16, u32, u64 } from '../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../shared/scale/substrate.ts'
import { defineStorage, identity, optionalMap, twox, value } from '../../../frame/storage.ts'
import { registration, timelockedIndex, usageTracker } from './types.ts'

const byAccount = [identity(u16), twox(accountId)] as const

export const storage = defineStorage('Commitments', {
  TimelockedIndex: value(timelockedIndex, { default: [], docs: 'Accounts with commitments that are still encrypted.' }),
  CommitmentOf: optionalMap(byAccount, registration, { docs: 'What an account has committed on a subnet.' }),
  LastCommitment: optionalMap(byAccount, u32, { docs: 'Block of the last commitment.' }),
  LastBondsReset: optionalMap(byAccount, u32, { docs: 'Block in which an account last asked for a reset of bonds.' }),
  RevealedCommitments: optionalMap(byAccount, vec(tuple(bytes(), u64)), {
    docs: 'What was encrypted and is open now, with the block; the last ten.',
  }),
  UsedSpaceOf: optionalMap(byAccount, usageTracker, { docs: 'Bytes committed in the current epoch.' }),
  MaxSpace: value(u32, { default: 3100, docs: 'Most bytes of one account, subnet and epoch.' }),
})
