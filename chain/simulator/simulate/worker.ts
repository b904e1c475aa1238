import { cryptoReady } from '../../../shared/crypto/ready.ts'
import type { PairedResult } from '../play/paired.ts'
import type { Scenario } from '../scenario/schema.ts'

/** One run, as a worker gets it. */
export interface SimulateTask {
  readonly scenario: Scenario
  readonly seed: string
  /** Folder that paths of strategies start from. */
  readonly base: string
  /** Counters of epochs, one for each run, shared with who waits. */
  readonly counters: Int32Array
  /** Which counter is this run's. */
  readonly slot: number
}

/** What a worker thread runs: a scenario with its attackers and without, for one seed. */
export async function work({ scenario, seed, base, counters, slot }: SimulateTask): Promise<PairedResult> {
  await cryptoReady()
  // Storage keys are hashed when pallets are loaded.
  const { playPaired } = await import('../play/paired.ts')
  const { loadOwnStrategies } = await import('../strategies/own-strategies.ts')
  const { levelOf } = await import('../play/levels.ts')
  const strategies = await loadOwnStrategies(
    scenario.actors.map(({ strategy }) => strategy),
    base,
  )
  const { loadSnapshot } = await import('../replay/load-snapshot.ts')
  const file = scenario.network.snapshot
  const recorded = file === undefined ? {} : { snapshot: await loadSnapshot(file, base) }
  const onEpochs = (count: number) => void Atomics.add(counters, slot, count)
  const openLevel = await levelOf(scenario, base)
  return playPaired(scenario, { seed, strategies, ...recorded, openLevel, onEpochs })
}
