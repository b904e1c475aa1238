import type { EpochOutput } from '../../yuma/epoch-output.ts'
import { pairsFromRow } from '../../yuma/rows.ts'

/** An epoch's output in the schema of the vectors' `expected`. Amounts are bigints, for `toExactJson`. */
export const toEpochOutputs = (output: EpochOutput) => ({
  active: output.active,
  consensus: Array.from(output.consensus),
  incentive: Array.from(output.incentive),
  dividends: Array.from(output.dividends),
  validator_trust: Array.from(output.validatorTrust),
  validator_permit: output.validatorPermit,
  stake_weight: Array.from(output.stakeWeight),
  server_emission: output.serverEmission,
  validator_emission: output.validatorEmission,
  emission: output.emission,
  stake: output.stake,
  bonds: output.bonds.map(pairsFromRow),
})
