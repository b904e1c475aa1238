import { spearman } from '../../shared/spearman.ts'
import type { Ss58 } from '../../shared/units.ts'
import { U16_MAX } from '../../shared/units.ts'
import type { Observation } from './observe.ts'
import { type NeuronFacts, roleOf } from './table.ts'

/** Where all tokens are; the parts add up to the issuance exactly. All in rao. */
export interface Issuance {
  readonly balances: bigint
  readonly stake: bigint
  readonly pending: bigint
  readonly issuance: bigint
}

export interface ReportInput {
  readonly observation: Observation
  readonly facts: ReadonlyMap<Ss58, NeuronFacts>
  /** Share of the attainable by hotkey, on a sample that was used for nothing else. */
  readonly skills: ReadonlyMap<Ss58, number>
  /** 0x hex. */
  readonly stateRoot: string
  readonly issuance: Issuance
  readonly durationMs: number
}

/** What `--report FILE` holds; amounts are decimal strings of rao, shares are of 1. */
export interface Report {
  readonly chain: {
    readonly blocks: number
    /** Epochs that paid miners. */
    readonly epochs: number
    readonly stateRoot: string
    readonly totalIssuanceRao: string
    readonly balancesRao: string
    readonly stakeRao: string
    readonly pendingRao: string
  }
  readonly neurons: readonly ReportNeuron[]
  /**
   * Spearman's between skill and emission over all honest miners of the run; one without a model counts as skill 0.
   * Neurons that somebody added meanwhile are left out: nobody knows their skill.
   */
  readonly rankCorrelation: number | null
  readonly durationMs: number
}

export interface ReportNeuron {
  readonly uid: number
  readonly role: string
  readonly hotkey: string
  readonly coldkey: string
  readonly model: string | null
  readonly skill: number | null
  readonly score: number | null
  readonly incentive: number
  readonly dividends: number
  readonly validatorTrust: number
  readonly emissionRao: string
  readonly stakeRao: string
}

export function createReport({ observation, facts, skills, stateRoot, issuance, durationMs }: ReportInput): Report {
  const miners = observation.neurons.filter(({ hotkey }) => {
    const known = facts.get(hotkey)
    return known?.role === 'miner' && known.cheats !== true
  })
  const rankCorrelation = spearman(
    miners.map(({ hotkey }) => skills.get(hotkey) ?? 0),
    // The order of amounts survives the conversion; sums of a devnet stay far below 2^53 rao per step of rank.
    miners.map(({ totalEmissionRao }) => Number(totalEmissionRao)),
  )
  return {
    chain: {
      blocks: observation.block,
      epochs: observation.paidEpochs,
      stateRoot,
      totalIssuanceRao: issuance.issuance.toString(),
      balancesRao: issuance.balances.toString(),
      stakeRao: issuance.stake.toString(),
      pendingRao: issuance.pending.toString(),
    },
    neurons: observation.neurons.map(
      (neuron): ReportNeuron => ({
        uid: neuron.uid,
        role: roleOf(neuron, facts.get(neuron.hotkey)),
        hotkey: neuron.hotkey,
        coldkey: neuron.coldkey,
        model: facts.get(neuron.hotkey)?.model ?? null,
        skill: skills.get(neuron.hotkey) ?? null,
        score: facts.get(neuron.hotkey)?.score ?? null,
        incentive: neuron.incentive / U16_MAX,
        dividends: neuron.dividends / U16_MAX,
        validatorTrust: neuron.validatorTrust / U16_MAX,
        emissionRao: neuron.totalEmissionRao.toString(),
        stakeRao: neuron.stake.toString(),
      }),
    ),
    rankCorrelation: rankCorrelation ?? null,
    durationMs,
  }
}
