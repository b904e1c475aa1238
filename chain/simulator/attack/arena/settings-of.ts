import type { ScoringSettings } from '../../../../shared/scoring/settings.ts'
import { type ConsensusSettings, DEFAULT_CONSENSUS } from '../../play/full/yuma-chain.ts'
import type { DefenceId } from '../defences.ts'

/** Majority that clips next to nothing. */
export const NO_CLIPPING = 0.01
/** Epochs of a reveal period beyond the first, in which the others' weights of the epoch before are shown. */
const REVEAL_EPOCHS = 2

/** Consensus as the defences have it. */
export const consensusOf = (defences: ReadonlySet<DefenceId>): ConsensusSettings => ({
  ...DEFAULT_CONSENSUS,
  ...(!defences.has('clipping') && { kappa: NO_CLIPPING }),
  ...(!defences.has('bonds-penalty') && { bondsPenalty: 0 }),
  ...(defences.has('weights-commit') && { revealEpochs: REVEAL_EPOCHS }),
})

/** The same where weights are in force at once: hiding them moves what all miners are paid by as many epochs. */
export const weighedAtOnce = (defences: ReadonlySet<DefenceId>): ConsensusSettings => ({
  ...consensusOf(defences),
  revealEpochs: 0,
})

/** Settings of the scoring that stand in the place of defences that are off; the others are the default. */
export const scoringOf = (defences: ReadonlySet<DefenceId>): Partial<ScoringSettings> => ({
  ...(!defences.has('half-life') && { halfLifeRounds: 1 }),
  ...(!defences.has('trial') && { trialRounds: 1 }),
  ...(!defences.has('exploration') && { explorationWeight: 0 }),
  ...(!defences.has('skill-shape') && { skillFloor: 0, skillExponent: 1 }),
  ...(!defences.has('absolute-pay') && { shape: 'softmax' as const }),
})
