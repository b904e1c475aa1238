import { commitHash } from '../../../shared/weights/commit-hash.ts'
import type { AnyCall } from '../../frame/call.ts'
import { storage } from '../../runtime/pallets/subtensor/storage.ts'
import type { Member } from '../scenario/cast.ts'
import type { Scenario } from '../scenario/schema.ts'
import type { WeightRow } from '../strategies/strategy.ts'
import { callDefOf } from '../world/pallets.ts'
import type { CallResult, World } from '../world/world.ts'

const SALT: readonly number[] = [4, 8, 15, 16, 23, 42]

interface Waiting {
  readonly row: WeightRow
  /** Epoch of the commit as the chain counts. */
  readonly epoch: bigint
}

/** Brings weights to the chain in the way of the subnet: set at once, or committed and revealed when their epoch comes. */
export interface WeightsDesk {
  /** Sets or commits a row. */
  submit(member: Member, row: WeightRow): CallResult
  /** Reveals what of a validator is due; `wants` decides where validators reveal by hand. */
  reveal(member: Member, wants: (row: WeightRow) => boolean): readonly CallResult[]
}

/** Opens the desk of a subnet. Salts are of no use here, where nobody guesses: all commits have the same. */
export function openWeightsDesk(world: World, netuid: number, { network }: Scenario): WeightsDesk {
  const isDirect = network.commitReveal === 'off'
  const [set, commit, reveal] = ['set_weights', 'commit_weights', 'reveal_weights'].map(subtensorCall)
  const waiting = new Map<number, Waiting[]>()
  const period = BigInt(network.revealPeriod)
  const versionKey = 0n
  if (set === undefined || commit === undefined || reveal === undefined) throw new RangeError('no calls of weights')

  return {
    submit({ index, hotkey }, row) {
      const { uids, values } = row
      if (isDirect)
        return world.dispatch(hotkey, set, { netuid, dests: uids, weights: values, version_key: versionKey })
      const commit_hash = commitHash({ hotkey, index: netuid, uids, values, salt: SALT, versionKey })
      const result = world.dispatch(hotkey, commit, { netuid, commit_hash })
      const epoch = storage.SubnetEpochIndex.get(world.state, netuid)
      if (result.ok) waiting.set(index, [...(waiting.get(index) ?? []), { row, epoch }])
      return result
    },
    reveal({ index, hotkey }, wants) {
      const now = storage.SubnetEpochIndex.get(world.state, netuid)
      const queue = waiting.get(index) ?? []
      waiting.set(
        index,
        queue.filter(({ epoch }) => epoch + period > now),
      )
      return queue
        .filter(({ epoch, row }) => epoch + period === now && (network.commitReveal === 'automatic' || wants(row)))
        .map(({ row: { uids, values } }) =>
          world.dispatch(hotkey, reveal, { netuid, uids, values, salt: SALT, version_key: versionKey }),
        )
    },
  }
}

const subtensorCall = (call: string): AnyCall | undefined => callDefOf({ pallet: 'SubtensorModule', call })
