import { U16_MAX } from '../../../../shared/units.ts'
import { runEpoch } from '../../../yuma/epoch.ts'
import type { EpochInput } from '../../../yuma/epoch-input.ts'
import { emptyRow, type Row } from '../../../yuma/rows.ts'
import { maxUpscale } from '../../../yuma/upscale.ts'
import type { EpochChain, EpochPay } from './epoch-chain.ts'

const RAO_PER_TAO = 1_000_000_000
const TEMPO = 360
const EMISSION_RAO = 1_000_000_000_000n

/** Hyperparameters of consensus, as shares of 1 where they are shares. */
export interface ConsensusSettings {
  readonly kappa: number
  readonly bondsPenalty: number
  /** Weight of old bonds. */
  readonly bondsMovingAverage: number
  readonly yuma3: boolean
  readonly liquidAlpha: boolean
  /** Epochs between a commitment to weights and their reveal; 0 without commit-reveal. */
  readonly revealEpochs: number
}

/** What the chain gives a new subnet, except that weights are not committed. */
export const DEFAULT_CONSENSUS: ConsensusSettings = {
  kappa: 0.5,
  bondsPenalty: 1,
  bondsMovingAverage: 0.9,
  yuma3: true,
  liquidAlpha: false,
  revealEpochs: 0,
}

/** A subnet without registrations: the consensus of `chain/yuma` alone, epoch after epoch. */
export interface YumaChainOptions {
  /** Stake in TAO by uid; 0 for miners. */
  readonly stakes: readonly number[]
  readonly settings: ConsensusSettings
}

/** Starts the chain. The first epoch, which hands out permits, has run. */
export function createYumaChain({ stakes, settings }: YumaChainOptions): EpochChain {
  const size = stakes.length
  const uids = Uint16Array.from({ length: size }, (_, uid) => uid)
  const validators = stakes.filter((stake) => stake > 0).length
  /** Rows in force, and those that wait for their reveal with the epoch from which they are in force. */
  const rows: Row[] = stakes.map(() => emptyRow)
  const shown: (Uint16Array | undefined)[] = stakes.map(() => undefined)
  let waiting: { readonly uid: number; readonly epoch: number; readonly weights: Uint16Array }[] = []
  let epoch = 1
  let input: EpochInput = {
    n: size,
    currentBlock: TEMPO,
    tempo: TEMPO,
    activityCutoff: 5_000_000,
    lastUpdate: stakes.map(() => TEMPO),
    blockAtRegistration: stakes.map(() => 0),
    totalStake: stakes.map((stake) => BigInt(Math.round(stake * RAO_PER_TAO)) << 64n),
    minStake: 0n,
    ownerUid: undefined,
    validatorPermits: stakes.map((stake) => stake > 0),
    maxAllowedValidators: validators,
    weights: [],
    bonds: [],
    commitRevealEnabled: false,
    commitBlocks: [],
    kappa: Math.round(settings.kappa * U16_MAX),
    bondsPenalty: Math.round(settings.bondsPenalty * U16_MAX),
    bondsMovingAverage: BigInt(Math.round(settings.bondsMovingAverage * 1_000_000)),
    yuma3On: settings.yuma3,
    liquidAlphaOn: settings.liquidAlpha,
    alphaLow: 45_875,
    alphaHigh: 58_982,
    alphaSigmoidSteepness: 1000,
    lastMechanismStepBlock: 0,
    raoEmission: EMISSION_RAO,
  }

  const run = (): EpochPay => {
    const output = runEpoch({ ...input, currentBlock: epoch * TEMPO, lastUpdate: stakes.map(() => epoch * TEMPO) })
    input = {
      ...input,
      bonds: output.bonds,
      validatorPermits: output.validatorPermit,
      lastMechanismStepBlock: epoch * TEMPO,
    }
    return {
      miners: toShares(output.serverEmission),
      validators: toShares(output.validatorEmission),
      consensus: output.consensus,
      validatorTrust: output.validatorTrust,
    }
  }
  const reveal = (): void => {
    for (const { uid, weights } of waiting.filter((entry) => entry.epoch <= epoch)) {
      rows[uid] = { columns: uids, values: maxUpscale(weights) }
      shown[uid] = weights
    }
    waiting = waiting.filter((entry) => entry.epoch > epoch)
    input = { ...input, weights: rows.slice() }
  }
  run()

  return {
    size,
    setWeights(uid, weights) {
      waiting.push({ uid, epoch: epoch + 1 + settings.revealEpochs, weights: Uint16Array.from(weights) })
    },
    revealed: () => shown,
    endEpoch() {
      epoch++
      reveal()
      return run()
    },
  }
}

function toShares(rao: readonly bigint[]): Float64Array {
  const amounts = Float64Array.from(rao, Number)
  const all = amounts.reduce((sum, amount) => sum + amount, 0)
  return all === 0 ? amounts : amounts.map((amount) => amount / all)
}
