import type { EpochInput } from './epoch-input.ts'
import type { EpochOutput } from './epoch-output.ts'
import { exactEpoch } from './exact/epoch.ts'
import { float64Epoch, isFloat64Safe } from './float64/epoch.ts'
import { parseEpochInput } from './parse-epoch-input.ts'
import { prepareEpoch } from './prepare.ts'

/**
 * Runs the Yuma consensus of one mechanism, bit for bit as subtensor's sparse epoch does
 * (pallets/subtensor `epoch/run_epoch.rs`).
 * @throws AppError `invalid-epoch-input`, see `parseEpochInput`.
 */
export function runEpoch(unchecked: EpochInput): EpochOutput {
  const input = parseEpochInput(unchecked)
  const prepared = prepareEpoch(input)
  return isFloat64Safe(input, prepared) ? float64Epoch(input, prepared) : exactEpoch(input, prepared)
}
