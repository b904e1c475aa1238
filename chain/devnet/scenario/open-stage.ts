import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { createRng, type Rng } from '../../../shared/rng.ts'
import { adminUtils } from '../../runtime/pallets/admin-utils/index.ts'
import { castOf } from '../../simulator/scenario/cast.ts'
import { loadScenario } from '../../simulator/scenario/load.ts'
import type { Scenario } from '../../simulator/scenario/schema.ts'
import { accountNamed } from '../../simulator/world/actor-keys.ts'
import type { ChainSetting } from '../bootstrap.ts'
import type { LadderFiles } from '../models.ts'
import { measureSkill, openFreshSample } from '../skill.ts'
import { ROUNDS_PER_TEMPO } from '../subnet-run.ts'
import { type CastPlan, needsProofs, PROCESS_STRATEGIES, planScenario } from './plan-scenario.ts'

/** A scenario that is to be played by processes. */
export interface Stage {
  readonly scenario: Scenario
  /** What of `devnet up` the scenario decides. */
  readonly settings: {
    readonly tempo: number
    readonly commitReveal: 'timelock' | 'hash' | undefined
    readonly hyperparameters: readonly ChainSetting[]
  }
  /** Measures the models and gives each participant its process. */
  plan(ladder: LadderFiles, rng: Rng): Promise<readonly CastPlan[]>
  /** Folder of models that validators check proofs with; `undefined` where no proof matters. */
  registeredModels(ladder: Pick<LadderFiles, 'models'>): string | undefined
  /** Writes the scenario's scoring and returns the flags with which validators take it. */
  validatorFlags(folder: string): Promise<readonly string[]>
}

/** Tasks that models are rated on: a skill is known within half a hundredth at 95 %, fine enough to predict pay. */
const RATED_TASKS = 40_000

const COMMITS = { off: undefined, automatic: 'timelock', manual: 'hash' } as const

/**
 * Loads a scenario for processes. Its epochs, seed and noise are not taken over: a run ends as `devnet up` is told, keys
 * are drawn anew, and what models measure has the noise that it has.
 * @throws AppError `no-process` for what only the simulator can play; as `loadScenario`.
 */
export async function openStage(file: string): Promise<Stage> {
  const { scenario } = await loadScenario(file)
  const { network, drift, scoring } = scenario
  refuseUnplayable(scenario)
  const cast = castOf(scenario, createRng(accountNamed(`run ${scenario.seed}`)).fork('cast'))
  // What cannot be a process is found before anything starts.
  const able = cast.filter(({ role, strategy }) => PROCESS_STRATEGIES[role].includes(strategy))
  planScenario(
    cast,
    able.map(({ name, skill }) => ({ name, file: '', skill })),
  )
  if (drift > 0) throw new AppError('no-process', `drift is ${drift}: files of models do not drift; valid is 0`)
  return {
    scenario,
    settings: {
      tempo: network.tempo,
      commitReveal: COMMITS[network.commitReveal],
      hyperparameters: settingsOf(scenario),
    },
    async plan(ladder, rng) {
      const sample = await openFreshSample(rng.fork('ratings'), ladder, { count: RATED_TASKS })
      const models: { name: string; file: string; skill: number }[] = []
      for (const { name, file } of ladder.models) {
        const skill = await measureSkill({ tag: 'model', file, label: name }, sample, rng.fork(name))
        models.push({ name, file, skill: skill ?? 0 })
      }
      return planScenario(cast, models)
    },
    registeredModels({ models }) {
      const file = models[0]?.file
      return file === undefined || !needsProofs(cast) ? undefined : dirname(file)
    },
    async validatorFlags(folder) {
      const path = join(folder, 'scoring.json')
      // The scenario counts in epochs of one round each.
      const halfLifeRounds = Math.max(1, Math.round(scoring.halfLifeRounds * ROUNDS_PER_TEMPO))
      await writeFile(path, `${JSON.stringify({ ...scoring, halfLifeRounds }, null, 2)}\n`)
      return ['--scoring', path, '--half-life-rounds', String(halfLifeRounds), '--weight-shape', scoring.shape]
    },
  }
}

function refuseUnplayable({ network }: Scenario): void {
  if (network.maxUids !== undefined)
    throw new AppError('no-process', 'network.maxUids is for the simulator; a subnet of processes has 256 uids')
  if (network.snapshot !== undefined)
    throw new AppError('no-process', 'network.snapshot is for the simulator; a subnet of processes begins empty')
}

/** Settings as calls of the chain's root take them: the netuid first, and values in the order of their names. */
function settingsOf({ network }: Scenario): readonly ChainSetting[] {
  const calls: Readonly<Record<string, { readonly args: Readonly<Record<string, unknown>> }>> = adminUtils.calls
  return Object.entries(network.hyperparameters).map(([name, value]) => {
    const names = Object.keys(calls[`sudo_set_${name}`]?.args ?? {})
    const own = names.filter((argument) => argument !== 'netuid')
    const given: Readonly<Record<string, unknown>> =
      typeof value === 'object' && value !== null && own.every((argument) => Object.hasOwn(value, argument))
        ? { ...value }
        : { [own[0] ?? '']: value }
    return { call: `sudo_set_${name}`, argsFor: (netuid) => names.map((of) => (of === 'netuid' ? netuid : given[of])) }
  })
}
