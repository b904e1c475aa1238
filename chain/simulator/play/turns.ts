import type { Rng } from '../../../shared/rng.ts'
import type { Member } from '../scenario/cast.ts'
import { findStrategy, type OwnStrategies, parseParams } from '../strategies/find-strategy.ts'
import type { ChainBehaviour, MinerBehaviour, Participant, ValidatorBehaviour } from '../strategies/strategy.ts'
import { checkedBehaviour } from './checked.ts'
import { createFastRandom, type FastRandom } from './fast-random.ts'
import type { FaultLog } from './faults.ts'

interface Turn<B> {
  readonly member: Member
  /** Position among those of its role. */
  readonly position: number
  readonly behaviour: B
  readonly random: FastRandom
  readonly team: readonly Participant[]
}

export type MinerTurn = Turn<MinerBehaviour>
export type ValidatorTurn = Turn<ValidatorBehaviour> & { readonly isLate: boolean }
export type ChainTurn = Turn<ChainBehaviour>

/** Everybody who acts in an epoch, by role and in the order of the scenario. */
export interface Turns {
  readonly miners: readonly MinerTurn[]
  readonly validators: readonly ValidatorTurn[]
  readonly chain: readonly ChainTurn[]
}

const ABSENT = {
  miner: { answer: () => ({ skill: undefined }) },
  validator: { weigh: () => undefined },
  chain: { act() {} },
} as const satisfies { miner: MinerBehaviour; validator: ValidatorBehaviour; chain: ChainBehaviour }

/**
 * Opens the strategies of all participants. Who cannot be opened is told in the log, and does nothing in the run.
 * @throws AppError `unknown-strategy`, `unknown-parameter` or `invalid-parameter`.
 */
export function openTurns(
  cast: readonly Member[],
  rng: Rng,
  { own, faults }: { readonly own: OwnStrategies; readonly faults: FaultLog },
): Turns {
  const miners: MinerTurn[] = []
  const validators: ValidatorTurn[] = []
  const chain: ChainTurn[] = []
  const opened = <B extends object>({ name }: Member, method: keyof B & string, open: () => B): B | undefined =>
    faults.guard(name, 0, () => checkedBehaviour(open(), method))
  for (const member of cast) {
    const strategy = findStrategy(member.role, member.strategy, own)
    const params = parseParams(strategy, member.params, `${member.strategy} (${member.group})`)
    const turn = {
      member,
      random: createFastRandom(rng.fork(`strategy of ${member.name}`)),
      team: member.team === undefined ? [member] : cast.filter(({ team }) => team === member.team),
    }
    if (strategy.role === 'miner')
      miners.push({
        ...turn,
        position: miners.length,
        behaviour: opened(member, 'answer', () => strategy.open(params, member)) ?? ABSENT.miner,
      })
    else if (strategy.role === 'chain')
      chain.push({
        ...turn,
        position: chain.length,
        behaviour: opened(member, 'act', () => strategy.open(params, member)) ?? ABSENT.chain,
      })
    else
      validators.push({
        ...turn,
        position: validators.length,
        behaviour: opened(member, 'weigh', () => strategy.open(params, member)) ?? ABSENT.validator,
        isLate: strategy.turn === 'late',
      })
  }
  return { miners, validators, chain }
}
