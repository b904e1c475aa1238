import { compareBytes, equalBytes, toBareHex } from '../../../../../shared/bytes.ts'
import type { Storage } from '../../../../interface.ts'
import { ROOT_NETUID } from '../constants.ts'
import type { EpochReward } from '../epoch/run.ts'
import { childTakeOf } from '../staking/children.ts'
import { stakeOnHotkey } from '../staking/stake.ts'
import { storage } from '../storage.ts'
import { shareDividend } from './family-dividends.ts'
import { taoWeightOf } from './tao-weight.ts'

/** What one hotkey gets of an epoch's dividends, its own and those of its children, rao. */
export interface HotkeyDividend {
  readonly hotkey: Uint8Array
  readonly dividend: bigint
}

/** Dividends by hotkey once children have given parents their shares; in hotkey order, without zeros. */
export function shareWithParents(state: Storage, netuid: number, rewards: readonly EpochReward[]): HotkeyDividend[] {
  const sums = new Map<string, { hotkey: Uint8Array; dividend: bigint }>()
  const add = (hotkey: Uint8Array, dividend: bigint) => {
    const key = toBareHex(hotkey)
    const before = sums.get(key)?.dividend ?? 0n
    if (before + dividend > 0n) sums.set(key, { hotkey, dividend: before + dividend })
  }
  for (const { hotkey, dividend } of rewards) {
    if (dividend === 0n) continue
    const parents = storage.ParentKeys.get(state, hotkey, netuid)
    if (parents.length === 0) add(hotkey, dividend)
    else shareOne(state, netuid, { hotkey, dividend }, parents, add)
  }
  return [...sums.values()].sort((a, b) => compareBytes(a.hotkey, b.hotkey))
}

function shareOne(
  state: Storage,
  netuid: number,
  { hotkey, dividend }: HotkeyDividend,
  parents: readonly (readonly [proportion: bigint, parent: Uint8Array])[],
  add: (hotkey: Uint8Array, dividend: bigint) => void,
): void {
  const owner = storage.Owner.get(state, hotkey)
  const stakes = (of: Uint8Array) => ({
    alphaStake: stakeOnHotkey(state, of, netuid),
    rootStake: stakeOnHotkey(state, of, ROOT_NETUID),
  })
  const shared = shareDividend({
    dividend,
    ...stakes(hotkey),
    given: storage.ChildKeys.get(state, hotkey, netuid).map(([proportion]) => proportion),
    parents: parents.map(([proportion, parent]) => ({
      ...stakes(parent),
      proportion,
      isForeign: !equalBytes(storage.Owner.get(state, parent), owner),
    })),
    childTake: childTakeOf(state, hotkey, netuid),
    burn: storage.CKBurn.get(state),
    taoWeight: taoWeightOf(state, 0),
  })
  for (const [i, [, parent]] of parents.entries()) add(parent, shared.parents[i] ?? 0n)
  add(hotkey, shared.child)
}
