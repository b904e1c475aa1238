import type { RuntimeCall } from '../../frame/call.ts'
import type { Participant } from '../strategies/strategy.ts'
import type { CallResult } from '../world/world.ts'
import type { NetworkView } from './network-view.ts'

/** What one participant paid to the chain, in TAO, the warm-up counted: what it bought there lasts. */
export interface Spent {
  /** Uids that it bought; those of the start cost nothing. */
  readonly registrations: number
  /** Burned for them. */
  readonly burned: number
  /** Fees of the pool for staking, unstaking and moving stake. */
  readonly fees: number
}

/** Adds up what participants pay. */
export interface Ledger {
  /** Makes a call of a participant and books what it cost. */
  book(by: Participant, call: RuntimeCall, run: () => CallResult): CallResult
  /** By index of the participant. */
  spentBy(index: number): Spent
}

const REGISTRATIONS: ReadonlySet<string> = new Set(['burned_register', 'register_limit'])
/** Calls that turn TAO into stake, stake into TAO or stake into stake: what is missing after them is their fee. */
const EXCHANGES: ReadonlySet<string> = new Set([
  'add_stake',
  'add_stake_limit',
  'remove_stake',
  'remove_stake_limit',
  'remove_stake_full_limit',
  'unstake_all',
  'move_stake',
])
const HOTKEYS = ['hotkey', 'origin_hotkey', 'destination_hotkey'] as const
const RAO = 1e9
const NOTHING: Spent = { registrations: 0, burned: 0, fees: 0 }

/** Opens the ledger of a run. Alpha counts as TAO: simulated subnets have a constant price. */
export function createLedger(network: NetworkView, cast: readonly Participant[]): Ledger {
  /** In rao. */
  const spent = new Map<number, Spent>()
  const ownerOf = (hotkey: Uint8Array, by: Participant): number =>
    cast.find((member) => member.hotkey === hotkey)?.index ?? by.index
  const add = (index: number, more: Partial<Spent>) => {
    const before = spent.get(index) ?? NOTHING
    spent.set(index, {
      registrations: before.registrations + (more.registrations ?? 0),
      burned: before.burned + (more.burned ?? 0),
      fees: before.fees + (more.fees ?? 0),
    })
  }
  return {
    book(by, call, run) {
      const isRegistration = REGISTRATIONS.has(call.call)
      if (!isRegistration && !EXCHANGES.has(call.call)) return run()
      const hotkeys = HOTKEYS.flatMap((name) => {
        const key = call.args[name]
        return key instanceof Uint8Array ? [key] : []
      })
      const wealth = () =>
        hotkeys.reduce((sum, hotkey) => sum + network.ownStakeOf(hotkey, by.coldkey), network.balanceOf(by.coldkey))
      const before = wealth()
      const result = run()
      if (!result.ok) return result
      const cost = Math.max(0, Number(before - wealth()))
      const [first] = hotkeys
      if (isRegistration) add(first === undefined ? by.index : ownerOf(first, by), { registrations: 1, burned: cost })
      else add(by.index, { fees: cost })
      return result
    },
    spentBy(index) {
      const { registrations, burned, fees } = spent.get(index) ?? NOTHING
      return { registrations, burned: burned / RAO, fees: fees / RAO }
    },
  }
}
