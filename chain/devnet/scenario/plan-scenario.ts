import { AppError } from '../../../shared/errors.ts'
import type { Member } from '../../simulator/scenario/cast.ts'
import type { Cheat, MinerPlan, NeuronPlan, ValidatorPlan } from '../plan.ts'
import { assignModels, type RatedModel, tooFewModels } from './assign-models.ts'

/** Strategies that the programs have, by role. */
export const PROCESS_STRATEGIES: Readonly<Record<Member['role'], readonly string[]>> = {
  miner: ['honest', 'random', 'late', 'offline', 'relay', 'cache', 'sybil', 'downgrade'],
  validator: ['honest', 'favouring', 'weight-copier'],
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

const COPIER = 'weight-copier'

/** Strategies of miners that serve no model: they need one's shape at the most. */
const WITHOUT_MODEL: readonly string[] = ['offline', 'random']

/** Whether validators need the registered models to play this: what they find out by proofs alone. */
export const needsProofs = (cast: readonly Member[]): boolean =>
  cast.some(({ role, strategy }) => role === 'miner' && strategy === 'downgrade')

/**
 * Processes for the participants of a scenario, in their order. Each miner gets the model whose skill is nearest to its
 * own, of those that no better match has: two miners with one model would count as one, as the miners of a sybil do.
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
  if (!cast.some(({ role, strategy }) => role === 'validator' && strategy !== COPIER))
    throw new AppError(
      'no-process',
      'a subnet of processes needs a validator that measures; the scenario has none; give it one that is honest',
    )

  const served = assignModels(
    cast.filter((member) => member.role === 'miner' && !WITHOUT_MODEL.includes(member.strategy)),
    models,
  )
  return cast.map((member, at) => {
    const name = names[at] ?? ''
    if (member.role === 'validator') return { member, plan: validatorPlan(name, member, cast), skill: undefined }
    const model = served.get(member) ?? models[0]
    if (model === undefined) throw tooFewModels(1, 0)
    const cheat = cheatOf(member, { cast, models, model })
    return { member, plan: minerPlan(name, member.strategy, model, cheat), skill: served.get(member)?.skill }
  })
}

function validatorPlan(name: string, member: Member, cast: readonly Member[]): ValidatorPlan {
  const { strategy, params, stake: stakeRao } = member
  const favours = strategy === 'favouring' ? minerNamed(params.friend, cast) : undefined
  const copies = strategy === COPIER
  if (copies) refuseParams(member)
  return { role: 'validator', name, stakeRao, ...(favours !== undefined && { favours }), ...(copies && { copies }) }
}

/** A process copies what is shown when it sets its weights, as a majority of half the stake has it. */
function refuseParams({ name, params: { lag = 0, kappa = 0.5 } }: Member): void {
  if (lag !== 0 || kappa !== 0.5)
    throw new AppError(
      'no-process',
      `${name} copies with lag ${lag} and kappa ${kappa}: no process does that; valid is lag 0 and kappa 0.5`,
      { name },
    )
}

function minerPlan(
  name: string,
  strategy: string,
  { name: label, file }: RatedModel,
  cheat: Cheat | undefined,
): MinerPlan {
  const miner = { role: 'miner', name } as const
  if (strategy === 'offline') return { ...miner, serves: { tag: 'offline' } }
  // It takes the answers' shape from a model.
  if (strategy === 'random') return { ...miner, serves: { tag: 'random', file } }
  const serves = { tag: 'model', file, label: `${name}: ${label}` } as const
  return cheat === undefined ? { ...miner, serves } : { ...miner, serves, cheat }
}

interface CheatContext {
  readonly cast: readonly Member[]
  readonly models: readonly RatedModel[]
  /** The one that it serves. */
  readonly model: RatedModel
}

function cheatOf(member: Member, { cast, models, model }: CheatContext): Cheat | undefined {
  switch (member.strategy) {
    case 'late':
    case 'cache':
    case 'sybil':
      return { tag: member.strategy }
    case 'relay': {
      const victim = minerNamed(member.params.victim, cast)
      if (victim === undefined) return undefined
      if (member.stake > 0n) return { tag: 'relay', victim, stakeRao: member.stake }
      throw new AppError(
        'no-process',
        `${member.name} relays without stake: nobody answers it without a permit; give it some, such as stake: 10`,
      )
    }
    case 'downgrade': {
      const claimed = models.filter((other) => other !== model).sort((a, b) => b.skill - a.skill)[0]
      if (claimed === undefined) throw tooFewModels(2, models.length)
      return { tag: 'downgrade', claims: claimed.file }
    }
    default:
      return undefined
  }
}

/** Name of the process of the miner that a parameter names; `undefined` where it names nobody. */
function minerNamed(param: unknown, cast: readonly Member[]): string | undefined {
  if (typeof param !== 'string' || param === '') return undefined
  const miners = cast.filter(({ role }) => role === 'miner')
  const found = miners.find(({ name }) => name === param)
  if (found !== undefined) return processName(found.name)
  const names = miners.map(({ name }) => name).join(', ')
  throw new AppError('no-process', `no miner is called ${param}; there are ${names}`, { name: param })
}

function noProcess({ name, role, strategy, isRegistered }: Member): AppError {
  const able = PROCESS_STRATEGIES[role]
  const hint =
    able.length === 0 ? `players of the ${role} act in the simulator alone` : `a ${role} can be ${able.join(', ')}`
  const found = isRegistered || role === 'chain' ? `${name} is ${strategy}` : `${name} has no uid from the start`
  return new AppError('no-process', `${found}: no process does that; ${hint}, with a uid from the start`, { name })
}
