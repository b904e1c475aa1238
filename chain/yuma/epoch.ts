import { reuseArena } from './arena.ts'
import type { EpochInput } from './epoch-input.ts'
import type { EpochOutput } from './epoch-output.ts'
import { exactEpoch } from './exact/epoch.ts'
import { float64Epoch, isFloat64Safe } from './float64/epoch.ts'
import { parseEpochInput } from './parse-epoch-input.ts'
import { prepareEpoch } from './prepare.ts'
import type { Rows } from './rows.ts'

function entryCount(rows: Rows): number {
  let count = 0
  for (const row of rows) count += row.columns.length
  return count
}

/** Room that most epochs need; more is taken when it does not do. */
const scratchBytes = ({ n, weights, bonds }: EpochInput): number =>
  192 * (n + 1) + 48 * entryCount(weights) + 24 * entryCount(bonds)

/**
 * Runs the Yuma consensus of one mechanism, bit for bit as subtensor's sparse epoch does
 * (pallets/subtensor `epoch/run_epoch.rs`).
 * @throws AppError `invalid-epoch-input`, see `parseEpochInput`.
 */
export function runEpoch(unchecked: EpochInput): EpochOutput {
  const input = parseEpochInput(unchecked)
  const arena = reuseArena(scratchBytes(input))
  const prepared = prepareEpoch(arena, input)
  return isFloat64Safe(input, prepared) ? float64Epoch(arena, input, prepared) : exactEpoch(input, prepared)
}
