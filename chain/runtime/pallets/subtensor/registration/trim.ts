import { ensure } from '../../../../frame/error.ts'
import type { Storage } from '../../../../interface.ts'
import type { Row } from '../../../../yuma/rows.ts'
import { errors } from '../errors.ts'
import { storage } from '../storage.ts'
import { mechanismIndices } from '../subnets/subnet.ts'
import { immortalUids } from './pruning.ts'

/** Most of the remaining uids, in percent, that may be immune. */
const MAX_IMMUNE_PERCENT = 80

/** @throws ModuleError when a subnet cannot be limited to so many uids. */
export function ensureCanTrim(state: Storage, netuid: number, most: number, block: number): void {
  const [least, now] = [storage.MinAllowedUids.get(state, netuid), storage.MaxAllowedUids.get(state, netuid)]
  ensure(most >= least && most <= now, errors.InvalidValue, () => `${most}, from ${least} to ${now}`)
  if (storage.SubnetworkN.get(state, netuid) <= most) return
  const immune = immuneUids(state, netuid, block).size
  ensure(
    immune * 100 < MAX_IMMUNE_PERCENT * most,
    errors.TrimmingWouldExceedMaxImmunePercentage,
    () => `${immune} of ${most} uids`,
  )
}

/**
 * Limits a subnet to so many uids. The neurons with the least emission that are not immune go, of equals those with the
 * highest uids, and the rest move up in their order; weights and bonds follow them.
 */
export function trimUids(state: Storage, netuid: number, most: number, block: number): void {
  storage.MaxAllowedUids.put(state, [netuid], most)
  const n = storage.SubnetworkN.get(state, netuid)
  if (n <= most) return
  const emission = storage.Emission.get(state, netuid)
  const immune = immuneUids(state, netuid, block)
  const leaving = new Set(
    Array.from({ length: n }, (_, uid) => ({ uid, emission: emission[uid] ?? 0n }))
      .filter(({ uid }) => !immune.has(uid))
      .sort((a, b) => (a.emission === b.emission ? b.uid - a.uid : a.emission < b.emission ? -1 : 1))
      .slice(0, n - most)
      .map(({ uid }) => uid),
  )
  const kept = Array.from({ length: n }, (_, uid) => uid).filter((uid) => !leaving.has(uid))
  for (const uid of leaving) forgetHotkey(state, netuid, uid)
  moveVectors(state, netuid, kept)
  moveRows(state, netuid, kept, n)
  moveKeys(state, netuid, kept, n)
  storage.SubnetworkN.put(state, [netuid], kept.length)
}

function immuneUids(state: Storage, netuid: number, block: number): ReadonlySet<number> {
  const immune = new Set(immortalUids(state, netuid))
  const period = BigInt(storage.ImmunityPeriod.get(state, netuid))
  for (let uid = 0; uid < storage.SubnetworkN.get(state, netuid); uid++)
    if (BigInt(block) - storage.BlockAtRegistration.get(state, netuid, uid) < period) immune.add(uid)
  return immune
}

function forgetHotkey(state: Storage, netuid: number, uid: number): void {
  const hotkey = storage.Keys.get(state, netuid, uid)
  storage.Uids.remove(state, netuid, hotkey)
  storage.IsNetworkMember.remove(state, hotkey, netuid)
  storage.LastHotkeyEmissionOnNetuid.remove(state, hotkey, netuid)
  for (const item of [storage.AlphaDividendsPerSubnet, storage.Axons, storage.NeuronCertificates, storage.Prometheus])
    item.remove(state, netuid, hotkey)
}

/** Vectors with one entry a uid, cut down to those kept. */
function moveVectors(state: Storage, netuid: number, kept: readonly number[]): void {
  for (const item of [storage.Active, storage.ValidatorPermit])
    item.mutate(state, [netuid], (list) => kept.map((uid) => list[uid] ?? false))
  for (const item of [storage.Consensus, storage.Dividends, storage.ValidatorTrust, storage.StakeWeight])
    item.mutate(state, [netuid], (list) => kept.map((uid) => list[uid] ?? 0))
  storage.Emission.mutate(state, [netuid], (list) => kept.map((uid) => list[uid] ?? 0n))
  for (const index of mechanismIndices(state, netuid)) {
    storage.Incentive.mutate(state, [index], (list) => kept.map((uid) => list[uid] ?? 0))
    storage.LastUpdate.mutate(state, [index], (list) => kept.map((uid) => list[uid] ?? 0n))
  }
}

function moveRows(state: Storage, netuid: number, kept: readonly number[], n: number): void {
  const renamed = new Map(kept.map((old, uid) => [old, uid]))
  for (const index of mechanismIndices(state, netuid))
    for (const item of [storage.Weights, storage.Bonds]) {
      const rows = kept.map((old) =>
        item.has(state, index, old) ? rename(item.get(state, index, old), renamed) : undefined,
      )
      for (let uid = 0; uid < n; uid++) {
        const row = rows[uid]
        if (row === undefined) item.remove(state, index, uid)
        else item.put(state, [index, uid], row)
      }
    }
}

/** A row without the entries of uids that left, and with the new uids of the others. */
function rename({ columns, values }: Row, renamed: ReadonlyMap<number, number>): Row {
  const entries = [...columns].flatMap((old, i) => {
    const uid = renamed.get(old)
    return uid === undefined ? [] : [{ uid, value: values[i] ?? 0 }]
  })
  return {
    columns: Uint16Array.from(entries, ({ uid }) => uid),
    values: Uint16Array.from(entries, ({ value }) => value),
  }
}

function moveKeys(state: Storage, netuid: number, kept: readonly number[], n: number): void {
  const neurons = kept.map((old) => ({
    hotkey: storage.Keys.get(state, netuid, old),
    registeredAt: storage.BlockAtRegistration.get(state, netuid, old),
  }))
  for (const [uid, { hotkey, registeredAt }] of neurons.entries()) {
    storage.Keys.put(state, [netuid, uid], hotkey)
    storage.Uids.put(state, [netuid, hotkey], uid)
    storage.BlockAtRegistration.put(state, [netuid, uid], registeredAt)
  }
  for (let uid = neurons.length; uid < n; uid++) {
    storage.Keys.remove(state, netuid, uid)
    storage.BlockAtRegistration.remove(state, netuid, uid)
  }
}
