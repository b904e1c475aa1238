import { vec } from '../../../../../shared/scale/compound.ts'
import { u16, u64 } from '../../../../../shared/scale/primitives.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { errors } from '../errors.ts'
import { type RevealedWeights, revealBatch } from '../weights/reveal.ts'
import { ensureEqualLengths, ensureRevealable, ensureStake } from '../weights/validity.ts'

interface Lists {
  readonly uids_list: readonly (readonly number[])[]
  readonly values_list: readonly (readonly number[])[]
  readonly salts_list: readonly (readonly number[])[]
  readonly version_keys: readonly bigint[]
}

const toReveals = ({ uids_list, values_list, salts_list, version_keys }: Lists): RevealedWeights[] =>
  uids_list.map((uids, item) => ({
    uids,
    values: values_list[item] ?? [],
    salt: salts_list[item] ?? [],
    versionKey: version_keys[item] ?? 0n,
  }))

export const batchRevealWeights = defineCall({
  index: 98,
  docs: `Reveals several commits of the calling hotkey on one subnet, all or none.
         Free of fees. Emits WeightsSet and WeightsBatchRevealed.`,
  args: {
    netuid: u16,
    uids_list: vec(vec(u16)),
    values_list: vec(vec(u16)),
    salts_list: vec(vec(u16)),
    version_keys: vec(u64),
  },
  pays: 'no',
  validate(context, { netuid, ...lists }) {
    ensureEqualLengths(...Object.values(lists))
    ensureStake(context, netuid)
    ensureRevealable(context, { netuid, mecid: 0 }, toReveals(lists))
  },
  dispatch(context, { netuid, ...lists }) {
    ensure(
      Object.values(lists).every((list) => list.length === lists.uids_list.length),
      errors.InputLengthsUnequal,
      () =>
        Object.entries(lists)
          .map(([name, list]) => `${list.length} ${name}`)
          .join(', '),
    )
    revealBatch(context, netuid, toReveals(lists))
  },
})
