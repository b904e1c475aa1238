import type { Member } from '../scenario/cast.ts'
import type { ActorGroup } from '../scenario/schema.ts'
import type { OwnStrategies } from '../strategies/find-strategy.ts'
import type { MinerBehaviour } from '../strategies/strategy.ts'
import { createFaultLog, type FaultLog } from './faults.ts'

/** A participant that is taken out of a run, while it has this strategy. */
export interface Stop {
  readonly index: number
  readonly strategy: string
  /** The first without a turn. */
  readonly epoch: number
  readonly reason: string
}

/** Who looks on from outside. */
export interface Watch {
  /** Hears whose turn it is by index, and -1 when it is over. */
  readonly onTurn?: (index: number, epoch: number) => void
  /** Who hung before and has no turns any more. */
  readonly stopped?: readonly Stop[]
}

/**
 * Everybody with a strategy of a person's own, before it is opened: for a look at a scenario that lets none of them begin, since
 * one may hang.
 */
export function beforeTheyBegin(actors: readonly ActorGroup[], own: OwnStrategies): readonly Stop[] {
  const strategies = actors.flatMap(({ strategy, count }) => new Array<string>(count).fill(strategy))
  return strategies.flatMap((strategy, index) =>
    own.has(strategy) ? [{ index, strategy, epoch: 0, reason: 'does not begin' }] : [],
  )
}

/** The fault log of a run that somebody may watch. */
export function openFaultLog(cast: readonly Member[], { onTurn, stopped = [] }: Watch): FaultLog {
  const indexes = new Map(cast.map(({ name, index }) => [name, index]))
  return createFaultLog({
    onTurn: onTurn && ((who, epoch) => onTurn(who === undefined ? -1 : (indexes.get(who) ?? -1), epoch)),
    stopped: new Map(
      stopped.flatMap(({ index, strategy, epoch, reason }) => {
        const member = cast[index]
        return member?.strategy === strategy ? [[member.name, { epoch, reason }] as const] : []
      }),
    ),
  })
}

/** The behaviour of a miner whose work is watched; what it throws is for who asks it to work. */
export function watched(behaviour: MinerBehaviour, { name }: Member, faults: FaultLog): MinerBehaviour {
  const { work, amend } = behaviour
  return {
    answer: (round) => behaviour.answer(round),
    ...(work !== undefined && { work: (of) => faults.watch(name, of.epoch, () => work.call(behaviour, of)) }),
    ...(amend !== undefined && {
      amend: (of, own, open) => faults.watch(name, of.epoch, () => amend.call(behaviour, of, own, open)),
    }),
  }
}
