import { runEpoch } from '../../chain/yuma/epoch.ts'
import type { EpochInput } from '../../chain/yuma/epoch-input.ts'
import { denseEpoch } from '../support/yuma-dense.ts'
import type { BenchRow } from './row.ts'

const WARM_UP_MS = 500
const SLICE_MS = 50
const SLICES = 30

/** Epochs that one thread runs in a second: the best of many slices, so that a busy machine does not count. */
function epochsPerSecond(input: EpochInput): number {
  const runFor = (ms: number): number => {
    const start = performance.now()
    let epochs = 0
    while (performance.now() - start < ms) {
      runEpoch(input)
      epochs++
    }
    return (epochs / (performance.now() - start)) * 1000
  }
  runFor(WARM_UP_MS)
  return Math.max(...Array.from({ length: SLICES }, () => runFor(SLICE_MS)))
}

/** Speed of the epoch on dense Yuma 3 subnets, on one thread. */
export async function benchYuma(): Promise<BenchRow[]> {
  const liquid = { liquidAlphaOn: true, bondsPenalty: 0 }
  const unit = 'epochs/s'
  return [
    {
      name: 'Yuma 3, 8 validators × 24 miners',
      value: epochsPerSecond(denseEpoch({ validators: 8, miners: 24 })),
      unit,
      goal: '≥ 50,000',
    },
    {
      name: 'Yuma 3, 64 validators × 256 miners',
      value: epochsPerSecond(denseEpoch({ validators: 64, miners: 256 })),
      unit,
      goal: '≥ 500',
    },
    {
      name: 'Yuma 3 with liquid alpha, 64 validators × 256 miners',
      value: epochsPerSecond(denseEpoch({ validators: 64, miners: 256, overrides: liquid })),
      unit,
    },
    {
      name: 'original Yuma, 64 validators × 256 miners',
      value: epochsPerSecond(denseEpoch({ validators: 64, miners: 256, overrides: { yuma3On: false } })),
      unit,
    },
  ]
}
