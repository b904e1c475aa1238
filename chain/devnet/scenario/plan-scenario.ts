import { AppError } from '../../../shared/errors.ts'
import type { Member } from '../../simulator/scenario/cast.ts'
import type { MinerPlan, NeuronPlan } from '../plan.ts'

/** A model that a miner's process can serve. */
export interface RatedModel {
  readonly name: string
  readonly file: string
  /** Share of the attainable, 0 to 1. */
  readonly skill: number
}

/** Strategies that the programs have, by role. */
export const PROCESS_STRATEGIES: Readonly<Record<Member['role'], readonly string[]>> = {
  miner: ['honest', 'random', 'late', 'offline'],
  validator: ['honest', 'favouring'],
  chain: [],
}

/** A participant of a scenario as a process. */
export interface CastPlan {
  readonly member: Member
  readonly plan: NeuronPlan
  /** Skill of the model that it serves; `undefined` where it serves none. */
  readonly skill: number | undefined
}

/** Name of the wallet and files of a participant. */
export const processName = (name: string): string => name.replaceAll(/[^A-Za-z0-9_-]+/g, '-').toLowerCase()

/**
 * Processes for the participants of a scenario, in their order. Each honest miner gets the model whose skill is nearest to
 * its own, of those that no better match has: two miners with one model would count as one.
 * @throws AppError `no-process` for who cannot be a process, naming what can; `too-few-models`.
 */
export function planScenario(cast: readonly Member[], models: readonly RatedModel[]): readonly CastPlan[] {
  const refused = cast.find(
    ({ role, strategy, isRegistered }) => !PROCESS_STRATEGIES[role].includes(strategy) || !isRegistered,
  )
  if (refused !== undefined) throw noProcess(refused)
  const names = cast.map(({ name }) => processName(name))
  const twice = cast.find((_, at) => names.indexOf(names[at] ?? '') < at)
  if (twice !== undefined)
    throw new AppError('no-process', `two participants have the files of ${processName(twice.name)}; rename one group`)
  if (!cast.some(({ role }) => role === 'validator'))
    throw new AppError('no-process', 'a subnet of processes needs a validator, which owns it; the scenario has none')

  const served = assignModels(
    cast.filter(({ role, strategy }) => role === 'miner' && strategy !== 'offline' && strategy !== 'random'),
    models,
  )
  return cast.map((member, at) => {
    const name = names[at] ?? ''
    if (member.role === 'validator') {
      const friend = typeof member.params.friend === 'string' ? member.params.friend : ''
      const favours = member.strategy === 'favouring' && friend !== '' ? { favours: friendOf(friend, cast) } : {}
      return { member, plan: { role: 'validator', name, stakeRao: member.stake, ...favours }, skill: undefined }
    }
    const model = served.get(member) ?? models[0]
    if (model === undefined) throw tooFew(1, 0)
    return { member, plan: minerPlan(name, member.strategy, model), skill: served.get(member)?.skill }
  })
}

function minerPlan(name: string, strategy: string, { name: label, file }: RatedModel): MinerPlan {
  const miner = { role: 'miner', name } as const
  if (strategy === 'offline') return { ...miner, serves: { tag: 'offline' } }
  // It takes the answers' shape from a model.
  if (strategy === 'random') return { ...miner, serves: { tag: 'random', file } }
  const serves = { tag: 'model', file, label: `${name}: ${label}` } as const
  return strategy === 'late' ? { ...miner, serves, cheat: { tag: 'late' } } : { ...miner, serves }
}

/** The pair of miner and model that are nearest, then the next of those that are left. */
function assignModels(miners: readonly Member[], models: readonly RatedModel[]): ReadonlyMap<Member, RatedModel> {
  if (miners.length > models.length) throw tooFew(miners.length, models.length)
  const pairs = miners
    .flatMap((miner) => models.map((model) => ({ miner, model, gap: Math.abs(miner.skill - model.skill) })))
    .sort((a, b) => a.gap - b.gap)
  const served = new Map<Member, RatedModel>()
  const taken = new Set<RatedModel>()
  for (const { miner, model } of pairs) {
    if (served.has(miner) || taken.has(model)) continue
    served.set(miner, model)
    taken.add(model)
  }
  return served
}

function friendOf(friend: string, cast: readonly Member[]): string {
  const found = cast.find(({ name, role }) => name === friend && role === 'miner')
  if (found !== undefined) return processName(found.name)
  const miners = cast.flatMap(({ name, role }) => (role === 'miner' ? [name] : []))
  throw new AppError('no-process', `no miner is called ${friend}; there are ${miners.join(', ')}`, { friend })
}

function noProcess({ name, role, strategy, isRegistered }: Member): AppError {
  const able = PROCESS_STRATEGIES[role]
  const hint =
    able.length === 0 ? `players of the ${role} act in the simulator alone` : `a ${role} can be ${able.join(', ')}`
  const found = isRegistered || role === 'chain' ? `${name} is ${strategy}` : `${name} has no uid from the start`
  return new AppError('no-process', `${found}: no process does that; ${hint}, with a uid from the start`, { name })
}

const tooFew = (miners: number, models: number): AppError =>
  new AppError('too-few-models', `${miners} miners serve models of their own, and there are ${models}`)
