import { openPlay } from '../../chain/simulator/play/play.ts'
import { scenarioSchema } from '../../chain/simulator/scenario/schema.ts'
import type { BenchRow } from './row.ts'

interface Network {
  readonly validators: number
  readonly miners: number
  /** Blocks between two epochs. */
  readonly tempo: number
  readonly warmUp: number
  readonly epochs: number
  readonly goal?: string
}

const NETWORKS: readonly Network[] = [
  { validators: 16, miners: 64, tempo: 1, warmUp: 3_000, epochs: 6_000, goal: '≥ 5,000' },
  { validators: 16, miners: 64, tempo: 20, warmUp: 200, epochs: 2_000 },
  { validators: 64, miners: 256, tempo: 1, warmUp: 200, epochs: 600, goal: '≥ 300' },
]

/**
 * Epochs a second of the level `fast` on one thread: every validator measures every miner, sets its weights by a call,
 * and all blocks run with all the rules of the chain.
 */
export const benchSimulator = (): readonly BenchRow[] => NETWORKS.flatMap(measure)

function measure({ validators, miners, tempo, warmUp, epochs, goal }: Network): BenchRow[] {
  const actors = [
    { role: 'validator' as const, count: validators },
    { role: 'miner' as const, count: miners },
  ]
  const play = openPlay({ scenario: scenarioSchema.parse({ network: { tempo }, actors }), seed: 'bench' })
  for (let epoch = 0; epoch < warmUp; epoch++) play.step()
  const started = performance.now()
  const before = process.threadCpuUsage()
  for (let epoch = 0; epoch < epochs; epoch++) play.step()
  const { user, system } = process.threadCpuUsage(before)
  const wall = (epochs / (performance.now() - started)) * 1e3
  const blocks = tempo === 1 ? 'an epoch every block' : `an epoch every ${tempo} blocks`
  return [
    {
      name: `simulator: ${validators} validators × ${miners} miners, ${blocks}`,
      value: wall,
      unit: 'epochs/s',
      ...(goal === undefined ? {} : { goal }),
    },
    { name: '  by CPU time', value: (epochs / (user + system)) * 1e6, unit: 'epochs/s' },
  ]
}
