import { toBareHex } from '../../../../../shared/bytes.ts'
import type { Storage } from '../../../../interface.ts'
import { storage } from '../storage.ts'
import { isExpired, revealWindow } from './reveal-window.ts'

/**
 * Block of each uid's oldest commit that can still be revealed, for one mechanism; `undefined` for none. Neurons that
 * registered after it did not exist when the weights were chosen.
 */
export function commitBlocks(
  state: Storage,
  subnet: {
    readonly netuid: number
    readonly index: number
    readonly block: number
    readonly hotkeys: readonly Uint8Array[]
  },
): (number | undefined)[] {
  const { netuid, index, block, hotkeys } = subnet
  const window = revealWindow(state, netuid, block)
  const oldest = new Map<string, number>()
  const note = (hotkey: Uint8Array, committed: bigint): void => {
    const who = toBareHex(hotkey)
    oldest.set(who, Math.min(oldest.get(who) ?? Number.POSITIVE_INFINITY, Number(committed)))
  }
  for (const [[, hotkey], queue] of storage.WeightCommits.entries(state, index)) {
    const live = queue.find(([, epoch]) => !isExpired(window, epoch))
    if (live !== undefined) note(hotkey, live[2])
  }
  for (const [[, epoch], queue] of storage.TimelockedWeightCommits.entries(state, index)) {
    if (isExpired(window, epoch)) continue
    for (const [hotkey, committed] of queue) note(hotkey, committed)
  }
  return hotkeys.map((hotkey) => oldest.get(toBareHex(hotkey)))
}
