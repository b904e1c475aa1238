import { z } from 'zod'
import type { Neuron, SubtensorClient } from '../../shared/subtensor/client.ts'
import type { ChainConnection } from '../../shared/subtensor/connection.ts'
import type { NetUid, Ss58 } from '../../shared/units.ts'

/** The subnet as the table and the report show it. */
export interface Observation {
  readonly block: number
  readonly tempo: number
  readonly blocksSinceLastStep: number
  /** Epochs that paid miners so far. */
  readonly paidEpochs: number
  readonly neurons: readonly ObservedNeuron[]
}

export interface ObservedNeuron extends Neuron {
  /** Mean of the validators' normalised weights on this neuron, 0 to 1. */
  readonly weight: number
  /** Sum of the emission of all epochs seen, in rao. */
  readonly totalEmissionRao: bigint
}

const rowShape = z.array(z.tuple([z.number(), z.number()]))

/** Follows one subnet block by block and adds up what its epochs paid. */
export function createObserver(chain: ChainConnection, client: SubtensorClient, netuid: NetUid) {
  const totals = new Map<Ss58, bigint>()
  let paidEpochs = 0
  let lastStep: number | undefined

  /** Mean of the rows of all neurons that have one, each normalised to sum 1. */
  const meanWeights = async (neurons: readonly Neuron[]): Promise<ReadonlyMap<number, number>> => {
    const validators = neurons.filter(({ validatorPermit }) => validatorPermit)
    const rows = await Promise.all(
      validators.map(async ({ uid }) => rowShape.parse(await chain.query('SubtensorModule', 'Weights', [netuid, uid]))),
    )
    const set = rows.filter((row) => row.some(([, value]) => value > 0))
    const mean = new Map<number, number>()
    for (const row of set) {
      const sum = row.reduce((total, [, value]) => total + value, 0)
      for (const [uid, value] of row) mean.set(uid, (mean.get(uid) ?? 0) + value / sum / set.length)
    }
    return mean
  }

  return {
    /** Reads the subnet at the newest block. Calls in a row must not be further apart than a tempo. */
    async observe(): Promise<Observation> {
      const metagraph = await client.metagraph(netuid)
      const { neurons, at, tempo, blocksSinceLastStep } = metagraph
      const step = at.number - blocksSinceLastStep
      if (step !== lastStep) {
        // The first look may come in the middle of an epoch that paid before: it counts from the next one.
        if (lastStep !== undefined) {
          for (const { hotkey, emission } of neurons) totals.set(hotkey, (totals.get(hotkey) ?? 0n) + emission)
          if (neurons.some(({ incentive }) => incentive > 0)) paidEpochs++
        }
        lastStep = step
      }
      const weights = await meanWeights(neurons)
      return {
        block: at.number,
        tempo,
        blocksSinceLastStep,
        paidEpochs,
        neurons: neurons.map((neuron) => ({
          ...neuron,
          weight: weights.get(neuron.uid) ?? 0,
          totalEmissionRao: totals.get(neuron.hotkey) ?? 0n,
        })),
      }
    },
  }
}
export type Observer = ReturnType<typeof createObserver>
