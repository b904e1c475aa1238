import { type RunResult, runScenario } from '../../../../../chain/simulator/play/run-scenario.ts'
import { type Scenario, type ScenarioInput, scenarioSchema } from '../../../../../chain/simulator/scenario/schema.ts'
import type { AnyStrategy } from '../../../../../chain/simulator/strategies/strategy.ts'

/** Four validators and six miners of rising skill over 30 epochs, but for what is given. */
export const scenario = (input: Partial<ScenarioInput> = {}): Scenario =>
  scenarioSchema.parse({
    epochs: 30,
    warmup: 5,
    network: { tempo: 2 },
    actors: [
      { name: 'validators', role: 'validator', count: 4 },
      { name: 'miners', role: 'miner', count: 6, skill: { kind: 'even', from: 0.3, to: 0.9 } },
    ],
    ...input,
  })

/** Plays it by one seed. */
export const run = (
  input?: Partial<ScenarioInput>,
  strategies: ReadonlyMap<string, AnyStrategy> = new Map(),
): RunResult => runScenario(scenario(input), { seed: 'test', strategies })

export const ofGroup = ({ members }: RunResult, name: string): RunResult['members'] =>
  members.filter(({ group }) => group === name)

/** Of what all were paid. */
export const shareOf = (result: RunResult, name: string): number =>
  ofGroup(result, name).reduce((sum, { share }) => sum + share, 0)
