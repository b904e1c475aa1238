import { AppError } from '../../../shared/errors.ts'
import type { Member } from '../../simulator/scenario/cast.ts'

/** A model that a miner's process can serve. */
export interface RatedModel {
  readonly name: string
  readonly file: string
  /** Share of the attainable, 0 to 1. */
  readonly skill: number
}

/** Who shares a model: the miners of a sybil are one, everybody else is alone. */
const serverOf = ({ strategy, group, name }: Member): string =>
  strategy === 'sybil' ? `group ${group}` : `miner ${name}`

/**
 * Gives each server the model whose skill is nearest to its own: the nearest pair first, then the next of those that are
 * left. Two with one model would count as one.
 * @throws AppError `too-few-models`.
 */
export function assignModels(
  miners: readonly Member[],
  models: readonly RatedModel[],
): ReadonlyMap<Member, RatedModel> {
  const servers = Map.groupBy(miners, serverOf)
  if (servers.size > models.length) throw tooFewModels(servers.size, models.length)
  const pairs = [...servers.values()]
    .flatMap((members) =>
      models.map((model) => ({ members, model, gap: Math.abs((members[0]?.skill ?? 0) - model.skill) })),
    )
    .sort((a, b) => a.gap - b.gap)
  const served = new Map<Member, RatedModel>()
  const taken = new Set<RatedModel>()
  for (const { members, model } of pairs) {
    if (members.some((member) => served.has(member)) || taken.has(model)) continue
    for (const member of members) served.set(member, model)
    taken.add(model)
  }
  return served
}

/** There are not enough models. */
export const tooFewModels = (miners: number, models: number): AppError =>
  new AppError('too-few-models', `${miners} miners serve models of their own, and there are ${models}`)
