import { compactU16, compactU64 } from '../../../../../shared/scale/compact.ts'
import { tuple, vec } from '../../../../../shared/scale/compound.ts'
import { defineCall } from '../../../../frame/call.ts'
import { ensure } from '../../../../frame/error.ts'
import { ensureSigned } from '../../../../frame/origin.ts'
import { errors } from '../errors.ts'
import { runBatch } from '../weights/batch.ts'
import { ensureDirectWeights, replaceWeights } from '../weights/set-weights.ts'
import { ensureEqualLengths, ensureStake } from '../weights/validity.ts'

export const batchSetWeights = defineCall({
  index: 80,
  docs: `Replaces the weight rows of the calling hotkey on several subnets; items that fail do not stop the others.
         Free of fees. Emits WeightsSet, BatchWeightsCompleted, BatchCompletedWithErrors, BatchWeightItemFailed.`,
  args: { netuids: vec(compactU16), weights: vec(vec(tuple(compactU16, compactU16))), version_keys: vec(compactU64) },
  pays: 'no',
  validate(context, { netuids, weights, version_keys }) {
    ensureEqualLengths(netuids, weights, version_keys)
    ensureStake(context, ...netuids)
  },
  dispatch(context, { netuids, weights, version_keys }) {
    const hotkey = ensureSigned(context.origin)
    ensure(
      netuids.length === weights.length && netuids.length === version_keys.length,
      errors.InputLengthsUnequal,
      () => `${netuids.length} netuids, ${weights.length} rows, ${version_keys.length} version keys`,
    )
    runBatch(context, {
      hotkey,
      netuids,
      run(netuid, item) {
        ensureDirectWeights(context.state, netuid)
        const row = weights[item] ?? []
        replaceWeights(context, {
          hotkey,
          netuid,
          mecid: 0,
          dests: row.map(([uid]) => uid),
          weights: row.map(([, weight]) => weight),
          versionKey: version_keys[item] ?? 0n,
        })
      },
    })
  },
})
