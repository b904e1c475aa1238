import { equalBytes } from '../../../../../shared/bytes.ts'
import type { Storage } from '../../../../interface.ts'
import { storage } from '../storage.ts'

export interface PruningCandidate {
  readonly uid: number
  /** Rao of the last epoch. */
  readonly emission: bigint
  readonly registeredAt: bigint
  readonly isImmune: boolean
}

/**
 * The uid that makes room for a new neuron, `undefined` for none. While more neurons than `minNonImmune` are out of
 * immunity, the worst of them goes; otherwise the worst immune one, so that attackers cannot push out the established.
 * Worst is the least emission, then the oldest registration, then the lowest uid.
 */
export function choosePruned(candidates: readonly PruningCandidate[], minNonImmune: number): number | undefined {
  const nonImmune = candidates.filter(({ isImmune }) => !isImmune)
  const pool = nonImmune.length > minNonImmune ? nonImmune : candidates.filter(({ isImmune }) => isImmune)
  let worst: PruningCandidate | undefined
  for (const candidate of pool) if (worst === undefined || isWorse(candidate, worst)) worst = candidate
  return worst?.uid
}

function isWorse(a: PruningCandidate, b: PruningCandidate): boolean {
  if (a.emission !== b.emission) return a.emission < b.emission
  if (a.registeredAt !== b.registeredAt) return a.registeredAt < b.registeredAt
  return a.uid < b.uid
}

/** The uid of a full subnet that a registration in this block would replace. */
export function uidToPrune(state: Storage, netuid: number, block: number): number | undefined {
  const n = storage.SubnetworkN.get(state, netuid)
  const immortal = immortalUids(state, netuid)
  const emission = storage.Emission.get(state, netuid)
  const immunity = BigInt(storage.ImmunityPeriod.get(state, netuid))
  const candidates: PruningCandidate[] = []
  for (let uid = 0; uid < n; uid++) {
    if (immortal.has(uid)) continue
    const registeredAt = storage.BlockAtRegistration.get(state, netuid, uid)
    const isImmune = BigInt(block) - registeredAt < immunity
    candidates.push({ uid, emission: emission[uid] ?? 0n, registeredAt, isImmune })
  }
  return choosePruned(candidates, storage.MinNonImmuneUids.get(state, netuid))
}

/** Uids that are never pruned: the oldest of the subnet owner's hotkeys, the one that gets the owner cut first. */
export function immortalUids(state: Storage, netuid: number): ReadonlySet<number> {
  const limit = storage.ImmuneOwnerUidsLimit.get(state, netuid)
  const owned = ownerUids(state, netuid)
    .map((uid) => ({ uid, registeredAt: storage.BlockAtRegistration.get(state, netuid, uid) }))
    .sort((a, b) => Number(a.registeredAt - b.registeredAt) || a.uid - b.uid)
    .map(({ uid }) => uid)
    .slice(0, limit)
  const main = storage.Uids.get(state, netuid, storage.SubnetOwnerHotkey.get(state, netuid))
  const first = main === undefined || owned.includes(main) ? owned : [main, ...owned]
  return new Set(first.slice(0, limit))
}

/** Uids whose hotkeys belong to the coldkey of the subnet owner. */
function ownerUids(state: Storage, netuid: number): number[] {
  const uids: number[] = []
  for (const hotkey of storage.OwnedHotkeys.get(state, storage.SubnetOwner.get(state, netuid))) {
    const uid = storage.Uids.get(state, netuid, hotkey)
    if (uid !== undefined) uids.push(uid)
  }
  return uids
}

/** Uids whose incentive is withheld: those of the owner's coldkey, and that of the hotkey with the owner cut. */
export function withheldUids(state: Storage, netuid: number): ReadonlySet<number> {
  const uids = new Set(ownerUids(state, netuid))
  const main = storage.SubnetOwnerHotkey.get(state, netuid)
  const mainUid = storage.Uids.get(state, netuid, main)
  if (mainUid !== undefined && !equalBytes(main, storage.SubnetOwnerHotkey.def.fallback)) uids.add(mainUid)
  return uids
}
