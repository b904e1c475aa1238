import { cryptoReady } from '../../../shared/crypto/ready.ts'
import type { PairedResult } from '../play/paired.ts'
import type { Stop } from '../play/stops.ts'
import type { Scenario } from '../scenario/schema.ts'
import { SIGNS } from './signs.ts'

/** One run, as a worker gets it. */
export interface SimulateTask {
  readonly scenario: Scenario
  readonly seed: string
  /** Folder that paths of strategies start from. */
  readonly base: string
  /** What the run tells who waits; see `watch-run.ts`. */
  readonly signs: Int32Array
  /** Who hung before. */
  readonly stopped: readonly Stop[]
}

/** What a worker thread runs: a scenario with its attackers and without, for one seed. */
export async function work({ scenario, seed, base, signs, stopped }: SimulateTask): Promise<PairedResult> {
  Atomics.store(signs, SIGNS.begun, 1)
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
  const onEpochs = (count: number) => void Atomics.add(signs, SIGNS.epochs, count)
  const onTurn = (index: number, epoch: number) => {
    Atomics.store(signs, SIGNS.turn, index + 1)
    Atomics.store(signs, SIGNS.epoch, epoch)
  }
  const openLevel = await levelOf(scenario, base)
  return playPaired(scenario, { seed, strategies, ...recorded, openLevel, onEpochs, onTurn, stopped })
}
