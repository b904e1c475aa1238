import { runEpoch } from '../../chain/yuma/epoch.ts'
import type { EpochInput } from '../../chain/yuma/epoch-input.ts'
import { allValidatorsEpoch, denseEpoch } from '../support/yuma-dense.ts'
import type { BenchRow } from './row.ts'

const WARM_UP_MS = 500
const SLICE_MS = 50
const SLICES = 41
/** Networks of a kind that take turns: a processor that meets one again and again foresees every branch. */
const VARIETY = 8

/** Epochs a second. */
interface Rate {
  /** By the clock on the wall: what a person waits for, other processes included. */
  readonly wall: number
  /** By the time that the thread had a core: what the code costs on a machine of its own. */
  readonly cpu: number
}

function runFor(inputs: readonly EpochInput[], ms: number): Rate {
  const cpuBefore = process.threadCpuUsage()
  const start = performance.now()
  let epochs = 0
  do {
    for (const input of inputs) runEpoch(input)
    epochs += inputs.length
  } while (performance.now() - start < ms)
  const { user, system } = process.threadCpuUsage(cpuBefore)
  return { wall: (epochs / (performance.now() - start)) * 1e3, cpu: (epochs / (user + system)) * 1e6 }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** What one thread does: the medians of many slices. */
function epochsPerSecond(inputs: readonly EpochInput[]): Rate {
  runFor(inputs, WARM_UP_MS)
  const slices = Array.from({ length: SLICES }, () => runFor(inputs, SLICE_MS))
  return { wall: median(slices.map(({ wall }) => wall)), cpu: median(slices.map(({ cpu }) => cpu)) }
}

const entries = ({ weights }: EpochInput): number => weights.reduce((sum, { columns }) => sum + columns.length, 0)

/** A network, what it is called and how many epochs a second we want of it. */
interface Network {
  readonly name: string
  /** Made when it is measured: what others leave on the heap would count. */
  readonly make: (seed: number) => EpochInput
  readonly goal?: string
}

/** Nanoseconds of a core for each weight. */
const timePerWeight = ({ cpu }: Rate, inputs: readonly EpochInput[]): number =>
  (1e9 * inputs.length) / (cpu * inputs.reduce((sum, input) => sum + entries(input), 0))

const variety = (make: (seed: number) => EpochInput): EpochInput[] =>
  Array.from({ length: VARIETY }, (_, index) => make(index + 1))

function measure({ name, make, goal }: Network): BenchRow[] {
  const inputs = variety(make)
  const rate = epochsPerSecond(inputs)
  return [
    { name, value: rate.wall, unit: 'epochs/s', ...(goal === undefined ? {} : { goal }) },
    { name: '  by CPU time', value: rate.cpu, unit: 'epochs/s' },
    { name: '  CPU time per weight', value: timePerWeight(rate, inputs), unit: 'ns' },
  ]
}

const GROWTH = [64, 256, 1024, 4096]

/** CPU time per weight as miners are added; the time of an epoch is linear when it stays the same. */
function measureGrowth(): BenchRow[] {
  const times = GROWTH.map((miners) => {
    const inputs = variety((seed) => denseEpoch({ validators: 64, miners, seed }))
    return { miners, nanoseconds: timePerWeight(epochsPerSecond(inputs), inputs) }
  })
  const rows = times.map(({ miners, nanoseconds }) => ({
    name: `Yuma 3, 64 validators × ${miners.toLocaleString('en-US')} miners, CPU time per weight`,
    value: nanoseconds,
    unit: 'ns',
  }))
  const [first, last] = [times[0]?.nanoseconds ?? 0, times.at(-1)?.nanoseconds ?? 0]
  const growth = { name: '  growth of the CPU time per weight, 64 → 4,096 miners', value: last / first, unit: '×' }
  return [...rows, { ...growth, goal: 'near 1' }]
}

/** Speed of the epoch on dense subnets, on one thread. */
export async function benchYuma(): Promise<BenchRow[]> {
  const yuma3 = (validators: number, miners: number, goal: string): Network => ({
    name: `Yuma 3, ${validators} validators × ${miners} miners`,
    make: (seed) => denseEpoch({ validators, miners, seed }),
    goal,
  })
  const large = { validators: 64, miners: 256 }
  const networks: readonly Network[] = [
    yuma3(8, 24, '≥ 50,000'),
    yuma3(16, 64, '≥ 8,000'),
    yuma3(64, 192, '≥ 700'),
    yuma3(64, 256, '≥ 500'),
    {
      name: 'Yuma 3, 256 uids, all validators',
      make: (seed) => allValidatorsEpoch({ uids: 256, seed }),
      goal: '≥ 100',
    },
    {
      name: 'Yuma 3 with liquid alpha, 64 validators × 256 miners',
      make: (seed) => denseEpoch({ ...large, seed, overrides: { liquidAlphaOn: true, bondsPenalty: 0 } }),
    },
    {
      name: 'original Yuma, 64 validators × 256 miners',
      make: (seed) => denseEpoch({ ...large, seed, overrides: { yuma3On: false } }),
    },
  ]
  return [...networks.flatMap(measure), ...measureGrowth()]
}
