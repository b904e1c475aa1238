import type { EpochInput } from './epoch-input.ts'

/** Blocks of inactivity allowed: `factorMilli` (u32, thousandths of a tempo) times the tempo, at least 1. */
export const activityCutoffBlocks = (factorMilli: number, tempo: number): number =>
  Math.max(1, Math.floor((factorMilli * tempo) / 1000))

/** Step 1: uids whose last update lies too far back. As long as `lastUpdate`, at least `n`. */
export function findInactive(input: EpochInput): boolean[] {
  const { n, currentBlock, activityCutoff, lastUpdate } = input
  const inactive: boolean[] = []
  for (let uid = 0; uid < Math.max(n, lastUpdate.length); uid++)
    inactive.push((lastUpdate[uid] ?? 0) + activityCutoff < currentBlock)
  return inactive
}

/** Step 13: block from which on a registration makes stored bonds to that uid void. */
export function lastTempoBlock({ currentBlock, tempo, lastMechanismStepBlock }: EpochInput): number {
  return lastMechanismStepBlock === 0 ? Math.max(0, currentBlock - tempo) : lastMechanismStepBlock + 1
}
