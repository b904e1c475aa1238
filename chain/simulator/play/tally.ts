import { storage } from '../../runtime/pallets/subtensor/storage.ts'
import type { Member } from '../scenario/cast.ts'
import type { World } from '../world/world.ts'

/** What the epochs that count gave one participant. */
export interface MemberTally {
  /** Rao. */
  emission: number
  /** Sums over epochs of the shares in what miners and validators get, and of the trust of its weights; of 65 535. */
  incentive: number
  dividends: number
  trust: number
  /** Epochs in which it had a uid. */
  epochs: number
  /** Sum of its true skill over epochs. */
  skill: number
  /** Rows that the chain took, and calls that it refused by the name of the error. */
  rows: number
  readonly refused: Map<string, number>
}

/** Adds up what the chain paid. */
export interface Tally {
  readonly members: readonly MemberTally[]
  /** Rao to everybody, the subnet's owner and strangers with uids included. */
  total(): number
  /** Rao of each group by epoch. */
  readonly series: readonly number[][]
  /** After an epoch; `uids` by participant, -1 for none. */
  add(uids: Int32Array, skills: (index: number) => number): void
  refuse(index: number, error: string): void
}

export interface TallyOptions {
  readonly world: World
  readonly netuid: number
  readonly cast: readonly Member[]
  readonly groups: readonly string[]
}

export function createTally({ world, netuid, cast, groups }: TallyOptions): Tally {
  const { state } = world
  const members = cast.map(
    (): MemberTally => ({
      emission: 0,
      incentive: 0,
      dividends: 0,
      trust: 0,
      epochs: 0,
      skill: 0,
      rows: 0,
      refused: new Map(),
    }),
  )
  const groupOf = cast.map(({ group }) => groups.indexOf(group))
  const series: number[][] = []
  let total = 0
  return {
    members,
    series,
    total: () => total,
    add(uids, skills) {
      const emission = storage.Emission.get(state, netuid).map(Number)
      const incentive = storage.Incentive.get(state, netuid)
      const dividends = storage.Dividends.get(state, netuid)
      const trust = storage.ValidatorTrust.get(state, netuid)
      const ofGroups = new Array<number>(groups.length).fill(0)
      total = emission.reduce((sum, rao) => sum + rao, total)
      for (let index = 0; index < members.length; index++) {
        const member = members[index]
        const uid = uids[index] ?? -1
        if (member === undefined || uid < 0) continue
        const rao = emission[uid] ?? 0
        member.emission += rao
        member.incentive += incentive[uid] ?? 0
        member.dividends += dividends[uid] ?? 0
        member.trust += trust[uid] ?? 0
        member.epochs++
        member.skill += skills(index)
        const group = groupOf[index] ?? 0
        ofGroups[group] = (ofGroups[group] ?? 0) + rao
      }
      series.push(ofGroups)
    },
    refuse(index, error) {
      const refused = members[index]?.refused
      refused?.set(error, (refused.get(error) ?? 0) + 1)
    },
  }
}
