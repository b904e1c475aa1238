import type { NetworkView } from '../play/network-view.ts'
import type { Participant } from './strategy.ts'

/** Uids that the miners of a team have now. */
export const minerUidsOf = (team: readonly Participant[], network: NetworkView): ReadonlySet<number> =>
  new Set(team.flatMap(({ role, hotkey }) => (role === 'miner' ? (network.uidOf(hotkey) ?? []) : [])))
