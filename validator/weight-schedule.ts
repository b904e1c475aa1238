import type { Metagraph, SubnetHyperparameters } from '../shared/subtensor/client.ts'
import type { Ss58 } from '../shared/units.ts'

/** Why weights are not set now. */
export type WaitReason =
  | 'not-registered'
  | 'no-permit'
  | 'no-epochs'
  | 'before-window'
  | 'epoch-imminent'
  | 'already-set'
  | 'rate-limited'

/** What to do about weights at a block. */
export type WeightsDecision =
  | {
      readonly tag: 'set'
      readonly epochBlock: number
      /** What the chain notes as the block of the validator's last row. */
      readonly lastUpdate: number
    }
  | { readonly tag: 'wait'; readonly reason: WaitReason; readonly untilBlock: number }

export interface ScheduleInput {
  readonly metagraph: Metagraph
  readonly hyperparameters: Pick<SubnetHyperparameters, 'weightsRateLimit' | 'commitRevealEnabled'>
  /** The validator's own. */
  readonly hotkey: Ss58
  /** Whether to wait until others have shown theirs. */
  readonly isLate?: boolean
}

const LONGEST_WINDOW = 20
const SHORTEST_WINDOW = 3

/**
 * Blocks before an epoch in which weights are set: as late as is safe, since later weights know more rounds. A quarter
 * of the tempo, from 3 to 20 blocks, leaves time for a few tries.
 */
export const windowBlocks = (tempo: number): number =>
  Math.max(SHORTEST_WINDOW, Math.min(LONGEST_WINDOW, Math.ceil(tempo / 4)))

/** The same where weights are committed: the round of the beacon that opens them must be out before the epoch, too. */
export const commitWindowBlocks = (tempo: number): number => 2 * windowBlocks(tempo)

/** Block in which the next epoch runs, before the extrinsics of that block. */
export const nextEpochBlock = ({ at, tempo, blocksSinceLastStep }: Metagraph): number =>
  at.number + Math.max(1, tempo - blocksSinceLastStep)

/**
 * Whether to set weights at the metagraph's block, for an extrinsic that comes into the next block at the earliest.
 * Once per tempo, in the window before the epoch, with permit and within the rate limit. Pure.
 */
export function decideWeights({ metagraph, hyperparameters, hotkey, isLate = false }: ScheduleInput): WeightsDecision {
  const { at, tempo, neurons } = metagraph
  const wait = (reason: WaitReason, untilBlock: number): WeightsDecision => ({ tag: 'wait', reason, untilBlock })

  const self = neurons.find((neuron) => neuron.hotkey === hotkey)
  if (self === undefined) return wait('not-registered', at.number + 1)
  if (tempo === 0) return wait('no-epochs', at.number + 1)

  const epochBlock = nextEpochBlock(metagraph)
  const early = hyperparameters.commitRevealEnabled ? commitWindowBlocks(tempo) : windowBlocks(tempo)
  const window = isLate ? SHORTEST_WINDOW : early
  const windowStart = epochBlock - window
  if (at.number < windowStart) return wait('before-window', windowStart)
  // The next block runs the epoch before it takes extrinsics. Tempos this short leave no other block.
  if (at.number + 1 >= epochBlock && tempo > 2) return wait('epoch-imminent', epochBlock)

  // Registration writes `lastUpdate` too, but no weights.
  const hasSet = self.lastUpdate >= windowStart && self.lastUpdate !== self.blockAtRegistration
  if (hasSet) return wait('already-set', epochBlock)
  if (!self.validatorPermit) return wait('no-permit', epochBlock)

  const allowedAt = self.lastUpdate === 0 ? 0 : self.lastUpdate + hyperparameters.weightsRateLimit
  if (at.number + 1 < allowedAt) return wait('rate-limited', allowedAt - 1)
  return { tag: 'set', epochBlock, lastUpdate: self.lastUpdate }
}
