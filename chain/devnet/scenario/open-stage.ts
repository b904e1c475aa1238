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
import { roundBlocksOf } from '../subnet-run.ts'
import { type CastPlan, needsProofs, PROCESS_STRATEGIES, planScenario } from './plan-scenario.ts'
import { scoringInRounds } from './scoring-in-rounds.ts'

/** A scenario that is to be played by processes. */
export interface Stage {
  readonly scenario: Scenario
  /** What of `devnet up` the scenario decides. */
  readonly settings: {
    readonly tempo: number
    readonly commitReveal: 'timelock' | 'hash' | undefined
    readonly hyperparameters: readonly ChainSetting[]
  }
  /** Measures the models on tasks of that difficulty and gives each participant its process. */
  plan(ladder: LadderFiles, rng: Rng, difficulty: number | undefined): Promise<readonly CastPlan[]>
  /** Folder of models that validators check proofs with; `undefined` where no proof matters. */
  registeredModels(ladder: Pick<LadderFiles, 'models'>): string | undefined
  /** Writes the scenario's scoring and returns the flags with which validators take it. */
  validatorFlags(folder: string): Promise<readonly string[]>
}

/** The least that `devnet up` has: validators set weights before an epoch, and need a block to do so. */
const LEAST_TEMPO = 5

/** Rules of rounds that validators have; others are for the simulator. The deadline is what `devnet up` is told. */
const VALIDATORS_ROUND = {
  tasks: 'fresh',
  commitFirst: true,
  compared: true,
  proven: true,
  missingWorst: true,
} satisfies Partial<Scenario['round']>

/** Tasks that models are rated on: a skill is known within half a hundredth at 95 %, fine enough to predict pay. */
const RATED_TASKS = 40_000

const COMMITS = { off: undefined, automatic: 'timelock', manual: 'hash' } as const

/**
 * Loads a scenario for processes. Its epochs, seed, noise and deadline are not taken over: a run ends as `devnet up` is
 * told, keys are drawn anew, and what models measure has the noise that it has.
 * @throws AppError `no-process` for what only the simulator can play; as `loadScenario`.
 */
export async function openStage(file: string): Promise<Stage> {
  const { scenario } = await loadScenario(file)
  const { network } = scenario
  refuseUnplayable(scenario)
  // Rounds come all so many blocks, whether a tempo has a whole number of them or not.
  const scoring = scoringInRounds(scenario.scoring, network.tempo / roundBlocksOf(network.tempo))
  const cast = castOf(scenario, createRng(accountNamed(`run ${scenario.seed}`)).fork('cast'))
  // What cannot be a process is found before anything starts.
  const able = cast.filter(({ role, strategy }) => PROCESS_STRATEGIES[role].includes(strategy))
  planScenario(
    cast,
    able.map(({ name, skill }) => ({ name, file: '', skill })),
  )
  return {
    scenario,
    settings: {
      tempo: network.tempo,
      commitReveal: COMMITS[network.commitReveal],
      hyperparameters: settingsOf(scenario),
    },
    async plan(ladder, rng, difficulty) {
      const sample = await openFreshSample(rng.fork('ratings'), ladder, { count: RATED_TASKS, difficulty })
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
      await writeFile(path, `${JSON.stringify(scoring, null, 2)}\n`)
      return [
        ...['--scoring', path, '--items', String(scenario.items)],
        // These two have flags of their own, which count more than the file.
        ...['--half-life-rounds', String(scoring.halfLifeRounds), '--weight-shape', scoring.shape],
      ]
    },
  }
}

function refuseUnplayable({ network, drift, round }: Scenario): void {
  if (network.tempo < LEAST_TEMPO)
    throw new AppError('no-process', `network.tempo is ${network.tempo}; processes need ${LEAST_TEMPO} blocks or more`)
  if (drift > 0) throw new AppError('no-process', `drift is ${drift}: files of models do not drift; valid is 0`)
  const given = new Map<string, unknown>(Object.entries(round))
  for (const [name, valid] of Object.entries(VALIDATORS_ROUND))
    if (given.get(name) !== valid)
      throw new AppError(
        'no-process',
        `round.${name} is ${given.get(name)}, which is for the simulator; rounds of processes have ${valid}`,
      )
  if (network.maxUids !== undefined)
    throw new AppError('no-process', 'network.maxUids is for the simulator; a subnet of processes has 256 uids')
  if (network.snapshot !== undefined)
    throw new AppError('no-process', 'network.snapshot is for the simulator; a subnet of processes begins empty')
}

/** Settings as calls of the chain's root take them: the netuid first, and values in the order of their names. */
function settingsOf({ network }: Scenario): readonly ChainSetting[] {
  const calls: Readonly<Record<string, { readonly args: Readonly<Record<string, unknown>> }>> = adminUtils.calls
  const reveals = network.commitReveal === 'off' ? {} : { commit_reveal_weights_interval: network.revealPeriod }
  const settings: Readonly<Record<string, unknown>> = { ...reveals, ...network.hyperparameters }
  return Object.entries(settings).map(([name, value]) => {
    const names = Object.keys(calls[`sudo_set_${name}`]?.args ?? {})
    const own = names.filter((argument) => argument !== 'netuid')
    const given: Readonly<Record<string, unknown>> =
      typeof value === 'object' && value !== null && own.every((argument) => Object.hasOwn(value, argument))
        ? { ...value }
        : { [own[0] ?? '']: value }
    return { call: `sudo_set_${name}`, argsFor: (netuid) => names.map((of) => (of === 'netuid' ? netuid : given[of])) }
  })
}
