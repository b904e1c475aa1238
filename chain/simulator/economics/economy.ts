import { U16_MAX } from '../../../shared/units.ts'
import { storage } from '../../runtime/pallets/subtensor/storage.ts'
import { giniCoefficient, nakamotoCoefficient, takeoverStake } from '../metrics/concentration.ts'
import { shareOf } from '../metrics/shares.ts'
import type { NetworkView } from '../play/network-view.ts'
import type { Member } from '../scenario/cast.ts'
import type { World } from '../world/world.ts'

/** The economy of a subnet over time: lists have one entry for each look. Plain JSON; null where nothing is defined. */
export interface Economy {
  /** Epochs that count, from 0, at whose end it was looked at. */
  readonly epochs: readonly number[]
  /** Fewest hotkeys that hold more than half of the stake. */
  readonly nakamoto: readonly (number | null)[]
  /** Inequality of the stake of hotkeys that have any, and of the epoch's emission among uids. */
  readonly giniStake: readonly (number | null)[]
  readonly giniEmission: readonly (number | null)[]
  /** What participants that are no attackers got of the epoch's emission, 0 to 1. */
  readonly honestShare: readonly (number | null)[]
  /** TAO that must be staked anew to have a majority kappa; the attackers' own stake helps them. */
  readonly takeover: readonly number[]
  /** TAO on hotkeys with a uid. */
  readonly stake: readonly number[]
  /** TAO that a registration costs. */
  readonly price: readonly number[]
  /** Uids with incentive. */
  readonly earning: readonly number[]
  /** Participants that got a uid and that lost one since the look before. */
  readonly entered: readonly number[]
  readonly left: readonly number[]
}

/** Looks at a subnet at the end of epochs. */
export interface EconomyRecord {
  /** @param uids by participant, -1 for none, as they were in the epoch. */
  add(epoch: number, uids: Int32Array): void
  result(): Economy
}

/** What a record looks at. */
export interface EconomyOptions {
  readonly world: World
  readonly view: NetworkView
  readonly cast: readonly Member[]
  /** Epochs between two looks. */
  readonly every: number
}

type Lists = { -readonly [name in keyof Economy]: Economy[name][number][] }

const RAO = 1e9

/** Opens the record of a run. Formulas: metrics/concentration.ts. */
export function createEconomyRecord({ world, view, cast, every }: EconomyOptions): EconomyRecord {
  const lists: Lists = {
    epochs: [],
    nakamoto: [],
    giniStake: [],
    giniEmission: [],
    honestShare: [],
    takeover: [],
    stake: [],
    price: [],
    earning: [],
    entered: [],
    left: [],
  }
  let seats: readonly boolean[] | undefined
  let [entered, left] = [0, 0]
  return {
    add(epoch, uids) {
      const now = cast.map(({ index }) => (uids[index] ?? -1) >= 0)
      entered += now.filter((isIn, at) => isIn && seats?.[at] === false).length
      left += now.filter((isIn, at) => !isIn && seats?.[at] === true).length
      seats = now
      if ((epoch + 1) % every !== 0) return
      const stakes = Array.from({ length: view.size() }, (_, uid) => Number(view.stakeOf(view.hotkeyOf(uid))) / RAO)
      const emission = view.emission().map(Number)
      const all = stakes.reduce((sum, stake) => sum + stake, 0)
      const isOf = (wanted: boolean) =>
        new Set(cast.flatMap(({ index, isAttacker }) => (isAttacker === wanted ? [uids[index] ?? -1] : [])))
      const [attackers, honest] = [isOf(true), isOf(false)]
      const held = stakes.reduce((sum, stake, uid) => (attackers.has(uid) ? sum + stake : sum), 0)
      const kappa = Math.min(storage.Kappa.get(world.state, view.netuid) / U16_MAX, 1 - 1 / U16_MAX)
      const ofCast = emission.map((rao, uid) => (attackers.has(uid) || honest.has(uid) ? rao : 0))
      lists.epochs.push(epoch)
      lists.nakamoto.push(nakamotoCoefficient(stakes) ?? null)
      lists.giniStake.push(round(giniCoefficient(stakes.filter((stake) => stake > 0))))
      lists.giniEmission.push(round(giniCoefficient(emission)))
      lists.honestShare.push(round(shareOf(ofCast, (uid) => honest.has(uid))))
      lists.takeover.push(round(takeoverStake({ all, held, kappa })) ?? 0)
      lists.stake.push(round(all) ?? 0)
      lists.price.push(Number(view.price()) / RAO)
      lists.earning.push(view.incentive().filter((share) => share > 0).length)
      lists.entered.push(entered)
      lists.left.push(left)
      entered = 0
      left = 0
    },
    result: () => lists,
  }
}

/** Six digits, as everywhere in results. */
const round = (value: number | undefined): number | null => (value === undefined ? null : Math.round(value * 1e6) / 1e6)
