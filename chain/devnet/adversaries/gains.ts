import type { Mechanism } from '../../../shared/mechanism/mechanism.ts'
import type { MinerFacts } from '../../../shared/scoring/facts.ts'
import type { FreshRound } from './answers.ts'
import type { Player } from './cast.ts'
import { fairShares, type Seat } from './fair-shares.ts'
import { ADVERSARIES, type AdversaryTag } from './plan.ts'

/** Most that an adversary may earn, as a multiple of what its own work would. */
export const GAIN_LIMIT = 1.05

/** What somebody earned beside what its work is worth. */
export interface Earned {
  /** In rao, over the epochs that count. */
  readonly emissionRao: bigint
  /** What its work would have earned of the same emission, in rao. */
  readonly ownWorkRao: bigint
  /** Emission by own work; 0 for nothing of nothing, `null` for something of nothing. */
  readonly gain: number | null
}

/** What all hotkeys of one adversary earned together. */
export interface AdversaryEarned extends Earned {
  readonly adversary: AdversaryTag
  readonly names: readonly string[]
}

/** What one honest miner earned. */
export interface MinerEarned extends Earned {
  readonly name: string
}

/** What gains are worked out from. */
export interface GainsInput {
  readonly cast: readonly Player[]
  readonly facts: ReadonlyMap<string, Omit<MinerFacts, 'model'>>
  /** By the name of the miner, over the epochs that count. */
  readonly emissionRao: ReadonlyMap<string, bigint>
  readonly rounds: readonly FreshRound[]
  readonly mechanism: Mechanism
}

/**
 * Every adversary's emission, summed over its hotkeys, beside what its own work would have earned: the same subnet with
 * the adversary replaced by its own model alone, answering in time and registered as what it is, and everybody else as
 * they were. Shares are those of `fairShares`; the emission that is shared is what all miners got.
 */
export function adversaryGains({ cast, ...input }: GainsInput): readonly AdversaryEarned[] {
  return ADVERSARIES.flatMap((adversary): AdversaryEarned[] => {
    const members = cast.filter((player) => player.adversary === adversary)
    if (members.length === 0) return []
    const seats = cast.flatMap((player) => {
      const behaviour = player.adversary === adversary ? player.own : player.actual
      return behaviour === undefined ? [] : [{ player, behaviour }]
    })
    const shares = sharesOf(seats, input)
    const share = sumOf(members, ({ name }) => shares.get(name) ?? 0)
    const emission = members.reduce((sum, { name }) => sum + (input.emissionRao.get(name) ?? 0n), 0n)
    return [{ adversary, names: members.map(({ name }) => name), ...earned(emission, share, totalOf(input)) }]
  })
}

/** Every honest miner's emission beside what validators that know all skills would have paid in this very subnet. */
export function honestGains({ cast, ...input }: GainsInput): readonly MinerEarned[] {
  const shares = sharesOf(
    cast.map((player) => ({ player, behaviour: player.actual })),
    input,
  )
  return cast.flatMap(({ name, adversary }) =>
    adversary === undefined
      ? [{ name, ...earned(input.emissionRao.get(name) ?? 0n, shares.get(name) ?? 0, totalOf(input)) }]
      : [],
  )
}

function sharesOf(
  seated: readonly { readonly player: Player; readonly behaviour: Player['actual'] }[],
  { facts, rounds, mechanism }: Omit<GainsInput, 'cast'>,
): ReadonlyMap<string, number> {
  const seats = seated.flatMap(({ player: { name }, behaviour }): Seat[] => {
    const known = facts.get(name)
    return known === undefined ? [] : [{ name, behaviour, facts: known }]
  })
  return fairShares(seats, rounds, mechanism)
}

const totalOf = ({ emissionRao }: Pick<GainsInput, 'emissionRao'>): bigint =>
  [...emissionRao.values()].reduce((sum, rao) => sum + rao, 0n)

function earned(emissionRao: bigint, share: number, total: bigint): Earned {
  const ownWorkRao = BigInt(Math.round(share * Number(total)))
  const gain = ownWorkRao > 0n ? Number(emissionRao) / Number(ownWorkRao) : emissionRao === 0n ? 0 : null
  return { emissionRao, ownWorkRao, gain }
}

const sumOf = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((sum, item) => sum + value(item), 0)
