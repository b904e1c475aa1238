import { newtype, struct, tuple, vec } from '../../../../shared/scale/compound.ts'
import { u16, u32, u64 } from '../../../../shared/scale/primitives.ts'
import { accountId } from '../../../../shared/scale/substrate.ts'
import type { ScaleType } from '../../../../shared/scale/type.ts'
import { data } from './data.ts'

const path = (name: string) => ['pallet_commitments', 'types', name]

/** Most fields of a commitment. */
export const MAX_FIELDS = 3

/** `BoundedVec`: clients see a list inside a composite. The bound is checked by the call, which can say so. */
const boundedVec = <T>(of: ScaleType<T>): ScaleType<readonly T[]> => ({
  ...newtype(['bounded_collections', 'bounded_vec', 'BoundedVec'], vec(of)),
  params: [
    { name: 'T', type: of },
    { name: 'S', type: undefined },
  ],
})

/** What an account commits. */
export const commitmentInfo = struct(path('CommitmentInfo'), { fields: boundedVec(data) })

/** A commitment with its deposit, which is always 0, and the block it was made in. */
export const registration = struct(path('Registration'), { deposit: u64, block: u32, info: commitmentInfo })

/** Bytes an account has committed in an epoch. */
export const usageTracker = struct(path('UsageTracker'), { last_epoch: u64, used_space: u64 })

const indexEntry = tuple(u16, accountId)
/** Accounts whose commitments wait for rounds of the beacon, by netuid and account. */
export const timelockedIndex: ScaleType<readonly (readonly [number, Uint8Array])[]> = {
  ...newtype(['BTreeSet'], vec(indexEntry)),
  params: [{ name: 'T', type: indexEntry }],
}
