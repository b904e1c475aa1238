import { type AxonInfo, type Neuron, TRANSCRIPT_PROTOCOL } from '../shared/subtensor/client.ts'
import type { Ss58 } from '../shared/units.ts'

/** Whom a round may ask. */
export interface MinerChoice {
  readonly neurons: readonly Neuron[]
  /** The validator's own hotkey. */
  readonly self: Ss58
  /** Hotkeys that were asked before. */
  readonly scored: { has(hotkey: Ss58): boolean }
}

/**
 * Everybody who announces an axon to ask, except the validator itself: validators announce none, or one that serves their
 * transcripts. A miner that was asked before
 * and has taken its announcement back counts as asked: else it could keep a good score for ever by going away.
 */
export const chooseMiners = ({ neurons, self, scored }: MinerChoice): readonly Neuron[] =>
  neurons.filter(({ hotkey, axon }) => hotkey !== self && (isMiners(axon) || scored.has(hotkey)))

const isMiners = (axon: AxonInfo | undefined): boolean => axon !== undefined && axon.protocol !== TRANSCRIPT_PROTOCOL
