import { type PairedResult, runPaired } from '../../../../chain/simulator/play/paired.ts'
import type { MemberResult, RunResult } from '../../../../chain/simulator/play/run-scenario.ts'
import { parseScenario } from '../../../../chain/simulator/scenario/parse.ts'
import type { ScenarioInput } from '../../../../chain/simulator/scenario/schema.ts'

export type Network = NonNullable<ScenarioInput['network']>
type Group = ScenarioInput['actors'][number]

/** Miners of an ordinary subnet, weak to strong. */
export const MINERS: Group = { name: 'miners', role: 'miner', count: 16, skill: { kind: 'even', from: 0.25, to: 0.9 } }
export const VALIDATORS: Group = { name: 'validators', role: 'validator', count: 6 }

/** Runs a scene of a subnet that is alive, by the same seed with the attackers and without. */
export const play = (
  actors: readonly Group[],
  input: Partial<Omit<ScenarioInput, 'actors'>> = {},
  seed = 'attack',
): PairedResult =>
  runPaired(
    parseScenario({
      epochs: 40,
      warmup: 10,
      drift: 0.1,
      noise: { kind: 'lognormal', sigma: 0.1 },
      scoring: { halfLifeRounds: 1 },
      ...input,
      network: { tempo: 4, ...input.network },
      actors: [...actors],
    }),
    { seed },
  )

const ofGroup = ({ members }: RunResult, name: string): readonly MemberResult[] =>
  members.filter(({ group }) => group === name)

/** Share of a group in what participants got. */
export const shareOf = (run: RunResult, name: string): number =>
  ofGroup(run, name).reduce((sum, { share }) => sum + share, 0)

/** Epochs in which members of a group had a uid, summed. */
export const uidEpochs = (run: RunResult, name: string): number =>
  ofGroup(run, name).reduce((sum, { epochs }) => sum + epochs, 0)

/** Uids that a group has at the end. */
export const seatsOf = (run: RunResult, name: string): number =>
  ofGroup(run, name).filter(({ uid }) => uid !== null).length

/** Names of the errors by which the chain refused calls of a group. */
export const refusalsOf = (run: RunResult, name: string): readonly string[] => [
  ...new Set(ofGroup(run, name).flatMap(({ refused }) => Object.keys(refused))),
]
