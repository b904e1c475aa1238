import { U16_MAX } from '../../../shared/units.ts'
import { runEpoch } from '../../yuma/epoch.ts'
import type { EpochInput } from '../../yuma/epoch-input.ts'
import type { EpochOutput } from '../../yuma/epoch-output.ts'
import { emptyRow, type Row } from '../../yuma/rows.ts'
import { maxUpscale } from '../../yuma/upscale.ts'
import type { RetentionConfig } from './configs.ts'
import { MINERS, NEURONS, type Teams, VALIDATORS } from './teams.ts'

/** The experiment's scale of the bonds penalty, by which "1.0" is not quite the largest. */
const PENALTY_SCALE = 65_534
const EMISSION_RAO = 1_000_000_000n

/** One column of the plane: one honest utility against several of the cabal. */
export interface CellsTask {
  readonly teams: Teams
  readonly config: RetentionConfig
  /** Share of their weight that honest validators give to honest miners. */
  readonly honestUtility: number
  /** Shares of their weight that the cabal's validators give to the cabal's miners. */
  readonly cabalUtilities: readonly number[]
}

const uids = Array.from({ length: NEURONS }, (_, uid) => uid)
const miners = Uint16Array.from({ length: MINERS }, (_, miner) => VALIDATORS + miner)

/** The network after registration: no weights, no bonds, no permits. Miners' self weights are left out: they never count. */
const newNetwork = ({ totalStake }: Teams, { kappa, bondsPenalty }: RetentionConfig): EpochInput => ({
  n: NEURONS,
  currentBlock: 1,
  tempo: U16_MAX - 1,
  activityCutoff: 5000,
  lastUpdate: uids.map(() => 1),
  blockAtRegistration: uids.map(() => 0),
  totalStake,
  minStake: 0n,
  ownerUid: undefined,
  validatorPermits: uids.map(() => false),
  maxAllowedValidators: VALIDATORS,
  weights: [],
  bonds: [],
  commitRevealEnabled: false,
  commitBlocks: [],
  kappa: Math.floor(kappa * U16_MAX),
  bondsPenalty: Math.floor(bondsPenalty * PENALTY_SCALE),
  bondsMovingAverage: 900_000n,
  yuma3On: false,
  liquidAlphaOn: false,
  alphaLow: 45_875,
  alphaHigh: 58_982,
  alphaSigmoidSteepness: 1000,
  lastMechanismStepBlock: 0,
  raoEmission: EMISSION_RAO,
})

/** A validator's weights as `set_weights` stores them, when it gives `onHonest` to honest miners and the rest to others. */
function weightRow({ shares, honestMiners }: Teams, validator: number, onHonest: number): Row {
  const values = new Uint16Array(MINERS)
  for (let miner = 0; miner < MINERS; miner++) {
    const part = miner < honestMiners ? onHonest : 1 - onHonest
    values[miner] = Math.floor(part * (shares[validator * MINERS + miner] ?? 0) * U16_MAX)
  }
  return { columns: miners, values: maxUpscale(values) }
}

/** Weight rows of validators `from` to `to`, then nothing. */
const weightRows = (teams: Teams, from: number, to: number, onHonest: number): Row[] =>
  uids.slice(from, to).map((validator) => weightRow(teams, validator, onHonest))

const total = (rao: readonly bigint[], counts: (uid: number) => boolean): number =>
  Number(rao.reduce((sum, part, uid) => (counts(uid) ? sum + part : sum), 0n))

/** The honest team's share of an epoch's emission. */
function honestShare(output: EpochOutput, teams: Teams, validatorShare: number): number {
  const isHonest = (uid: number) =>
    uid < VALIDATORS ? uid < teams.honestValidators : uid < VALIDATORS + teams.honestMiners
  const share = (rao: readonly bigint[]): number | undefined => {
    const all = total(rao, () => true)
    return all === 0 ? undefined : total(rao, isHonest) / all
  }
  // Half each is what the chain pays.
  if (validatorShare === 0.5) return share(output.emission) ?? 0
  const ofMiners = share(output.serverEmission)
  const ofValidators = share(output.validatorEmission)
  // Where one side earns nothing, the other gets all.
  return validatorShare * (ofValidators ?? ofMiners ?? 0) + (1 - validatorShare) * (ofMiners ?? ofValidators ?? 0)
}

/** The honest team's share of the emission of one epoch, for each utility of the cabal. */
export function runCells({ teams, config, honestUtility, cabalUtilities }: CellsTask): Float64Array {
  const network = newNetwork(teams, config)
  // A first epoch hands out permits; weights are set after it.
  const { validatorPermit, bonds } = runEpoch(network)
  const honestRows = weightRows(teams, 0, teams.honestValidators, honestUtility)
  return Float64Array.from(cabalUtilities, (cabalUtility) => {
    const cabalRows = weightRows(teams, teams.honestValidators, VALIDATORS, 1 - cabalUtility)
    const weights = [...honestRows, ...cabalRows, ...uids.slice(VALIDATORS).map(() => emptyRow)]
    const output = runEpoch({ ...network, currentBlock: 2, validatorPermits: validatorPermit, weights, bonds })
    return honestShare(output, teams, config.validatorShare)
  })
}
