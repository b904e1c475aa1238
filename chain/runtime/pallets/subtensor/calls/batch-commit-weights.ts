import { compactU16 } from '../../../../../shared/scale/compact.ts'
import { vec } from '../../../../../shared/scale/compound.ts'
import { hash256 } from '../../../../../shared/scale/substrate.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { errors } from '../errors.ts'
import { runBatch } from '../weights/batch.ts'
import { commitWeightsHash } from '../weights/commit.ts'
import { ensureEqualLengths, ensureStake } from '../weights/validity.ts'

export const batchCommitWeights = defineCall({
  index: 100,
  docs: `Commits hashes of weights on several subnets; items that fail do not stop the others.
         Free of fees. Emits WeightsCommitted, BatchWeightsCompleted, BatchCompletedWithErrors, BatchWeightItemFailed.`,
  args: { netuids: vec(compactU16), commit_hashes: vec(hash256) },
  pays: 'no',
  validate(context, { netuids, commit_hashes }) {
    ensureEqualLengths(netuids, commit_hashes)
    ensureStake(context, ...netuids)
  },
  dispatch(context, { netuids, commit_hashes: hashes }) {
    const hotkey = ensureSigned(context.origin)
    ensure(
      netuids.length === hashes.length,
      errors.InputLengthsUnequal,
      () => `${netuids.length} netuids, ${hashes.length} hashes`,
    )
    runBatch(context, {
      hotkey,
      netuids,
      run: (netuid, item) => commitWeightsHash(context, { netuid, mecid: 0 }, hashes[item] ?? new Uint8Array()),
    })
  },
})
