import type { NetworkView } from '../play/network-view.ts'

/** What validators yielded to those who stake on them. */
export interface Yields {
  /** Looks at the last epoch. */
  observe(network: NetworkView): void
  /** Average share of a stake that an epoch added to it; 0 for who never had any. */
  of(uid: number): number
  /** Uids that got dividends in the last epoch: every uid may have a permit, and most never weigh. */
  validators(): readonly number[]
}

/**
 * Remembers yields with a half-life of `memory` epochs. The yield of an epoch is emission · (1 − take) / stake, which is
 * what everybody with stake on the hotkey gets; a uid that changed hands begins anew.
 */
export function createYields(memory: number): Yields {
  const decay = memory === 0 ? 0 : 2 ** (-1 / memory)
  const known = new Map<number, { readonly registeredAt: bigint; mean: number; weight: number }>()
  let earning: number[] = []
  return {
    observe(network) {
      const dividends = network.dividends()
      const emission = network.emission()
      earning = []
      for (const [uid, dividend] of dividends.entries()) {
        if (dividend === 0) continue
        earning.push(uid)
        const hotkey = network.hotkeyOf(uid)
        const stake = network.stakeOf(hotkey)
        if (stake === 0n) continue
        const found = (Number(emission[uid] ?? 0n) / Number(stake)) * (1 - network.takeOf(hotkey))
        const registeredAt = network.registeredAt(uid)
        const before = known.get(uid)
        const of = before?.registeredAt === registeredAt ? before : { registeredAt, mean: 0, weight: 0 }
        of.weight = decay * of.weight + 1
        of.mean += (found - of.mean) / of.weight
        known.set(uid, of)
      }
    },
    of: (uid) => known.get(uid)?.mean ?? 0,
    validators: () => earning,
  }
}
