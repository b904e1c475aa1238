import type { Storage } from '../../../../interface.ts'
import { currentEpoch } from '../epoch/schedule.ts'
import { storage } from '../storage.ts'

/** When committed weights may be revealed. Epochs count one that is due in this block. */
export interface RevealWindow {
  readonly current: bigint
  /** Epochs between commit and reveal. */
  readonly period: bigint
}

/** The window of a subnet in a block. */
export const revealWindow = (state: Storage, netuid: number, block: number): RevealWindow => ({
  current: currentEpoch(state, netuid, block),
  period: storage.RevealPeriodEpochs.get(state, netuid),
})

/** Whether a commit of an epoch is too old to be revealed. */
export const isExpired = ({ current, period }: RevealWindow, committed: bigint): boolean => current > committed + period

/** Whether this is the one epoch in which a commit may be revealed. */
export const isRevealable = ({ current, period }: RevealWindow, committed: bigint): boolean =>
  current === committed + period
