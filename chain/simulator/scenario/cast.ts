import { AppError } from '../../../shared/errors.ts'
import type { Rng } from '../../../shared/rng.ts'
import { RAO_PER_TAO } from '../../../shared/units.ts'
import type { Participant } from '../strategies/strategy.ts'
import { keysNamed } from '../world/actor-keys.ts'
import { drawMembers } from './draw.ts'
import type { ActorGroup, Distribution, Scenario } from './schema.ts'

/** A participant with what the scenario gives it. */
export interface Member extends Participant {
  readonly strategy: string
  readonly params: Readonly<Record<string, unknown>>
  readonly isAttacker: boolean
  readonly isOwner: boolean
  /** Whether it has a uid from the start. */
  readonly isRegistered: boolean
  /** Rao staked on its hotkey at the start. */
  readonly stake: bigint
  /** Free rao of its coldkey. */
  readonly balance: bigint
  /** Share of the attainable that its model reaches at the start; 0 for who is no miner. */
  readonly skill: number
}

const VALIDATOR_TAO = 10_000
const DEFAULT_SKILL: Distribution = { kind: 'even', from: 0.3, to: 0.9 }
/** What all the rest of a network may hold: the curve gives nothing more from 21 million TAO on. */
const MOST_TAO = 15_000_000

/** Name of a group: its own, or its strategy and role. */
export const groupName = ({ name, strategy, role }: ActorGroup): string => name ?? `${strategy} ${role}s`

/**
 * The participants of a run, in the order of the scenario: that of their uids. The same seed draws the same, and what one
 * group draws does not move another.
 * @throws AppError `invalid-scenario` for two groups of one name, stakes that sum to zero or to more than there can be,
 * and shares of the stake that leave nothing to the others.
 */
export function castOf({ actors }: Scenario, rng: Rng): readonly Member[] {
  const names = actors.map(groupName)
  const twice = names.find((name, at) => names.indexOf(name) < at)
  if (twice !== undefined)
    throw new AppError('invalid-scenario', `two groups are called ${twice}; give each a name of its own`, { twice })
  const owners = actors.filter(({ owner }) => owner)
  if (owners.length > 1 || owners.some(({ role, count }) => role !== 'chain' || count !== 1))
    throw refuse(
      `owners of the subnet are ${owners.map(groupName).join(', ')}`,
      'at most one group of one chain player',
    )
  const stakes = drawStakes(actors, rng)
  let index = 0
  return actors.flatMap((group, at) => {
    const name = names[at] ?? ''
    const skills = drawMembers(group.skill ?? DEFAULT_SKILL, group.count, rng.fork(`skill of ${name}`))
    return Array.from({ length: group.count }, (_, member): Member => {
      const own = group.count === 1 ? name : `${name} ${member + 1}`
      return {
        index: index++,
        name: own,
        role: group.role,
        group: name,
        team: group.team,
        ...keysNamed(own),
        strategy: group.strategy,
        params: group.params,
        isAttacker: group.attacker,
        isOwner: group.owner,
        isRegistered: group.registered && group.role !== 'chain',
        stake: toRao(stakes[at]?.[member] ?? 0),
        balance: toRao(group.balance),
        skill: group.role === 'miner' ? Math.min(1, skills[member] ?? 0) : 0,
      }
    })
  })
}

const toRao = (tao: number): bigint => BigInt(Math.round(tao * 1e6)) * (RAO_PER_TAO / 1_000_000n)

/** TAO of each member of each group. */
function drawStakes(actors: readonly ActorGroup[], rng: Rng): readonly (readonly number[])[] {
  const fixed = actors.map((group) => {
    const of = group.stake ?? (group.role === 'validator' ? VALIDATOR_TAO : 0)
    const forked = rng.fork(`stake of ${groupName(group)}`)
    if (typeof of === 'number' || 'kind' in of) return { share: undefined, parts: drawMembers(of, group.count, forked) }
    return {
      share: of.share,
      parts: drawMembers({ kind: 'normal', mean: 1, deviation: of.deviation }, group.count, forked),
    }
  })
  const shares = fixed.reduce((total, { share }) => total + (share ?? 0), 0)
  const rest = fixed.reduce((total, { share, parts }) => (share === undefined ? total + sum(parts) : total), 0)
  if (shares > 1 + 1e-9 || (shares > 0 && shares < 1 - 1e-9 && rest === 0))
    throw refuse(
      `shares of the stake sum to ${shares.toFixed(3)} and ${rest} TAO are staked by number`,
      'up to 1, and exactly 1 where nobody else has stake',
    )
  // Where shares are all there is, a network of usual size.
  const total =
    rest > 0
      ? rest / Math.max(1 - shares, 1e-9)
      : VALIDATOR_TAO * actors.reduce((n, { role, count }) => n + (role === 'validator' ? count : 0), 0)
  const stakes = fixed.map(({ share, parts }) =>
    share === undefined ? parts : parts.map((part) => (sum(parts) === 0 ? 0 : (total * share * part) / sum(parts))),
  )
  const all = stakes.reduce((tao, parts) => tao + sum(parts), 0)
  if (!(all > 0)) throw refuse('stakes sum to 0 TAO', 'any stake above 0 of a validator')
  if (all > MOST_TAO) throw refuse(`stakes sum to ${Math.round(all)} TAO`, `at most ${MOST_TAO}`)
  return stakes
}

const refuse = (found: string, valid: string) => new AppError('invalid-scenario', `${found}; valid is ${valid}`)
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
