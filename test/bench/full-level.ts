import { levelOf } from '../../chain/simulator/play/levels.ts'
import { openPlay } from '../../chain/simulator/play/play.ts'
import { parseScenario } from '../../chain/simulator/scenario/parse.ts'
import type { BenchRow } from './row.ts'

const VALIDATORS = 4
const MINERS = 16
const EPOCHS = 80
const WARM_UP = 30
/** Tasks of each miner in a round: as validators ask by default, and half of them. */
const ITEMS = [128, 64]

/** Epochs a second of the simulator's full level on one thread: a round of each validator, and all rules of the chain. */
export async function benchFullLevel(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = []
  for (const items of ITEMS) rows.push(...(await measure(items)))
  return rows
}

async function measure(items: number): Promise<readonly BenchRow[]> {
  const scenario = parseScenario({
    level: 'full',
    items,
    network: { tempo: 1 },
    actors: [
      { role: 'validator', count: VALIDATORS },
      { role: 'miner', count: MINERS },
    ],
  })
  const openLevel = await levelOf(scenario, process.cwd())
  const play = openPlay({ scenario, seed: 'bench', openLevel })
  for (let epoch = 0; epoch < WARM_UP; epoch++) await play.step()
  const started = performance.now()
  const before = process.threadCpuUsage()
  for (let epoch = 0; epoch < EPOCHS; epoch++) await play.step()
  const { user, system } = process.threadCpuUsage(before)
  const value = (EPOCHS * 1000) / (performance.now() - started)
  return [
    {
      name: `full level, ${scenario.mechanism}, ${VALIDATORS} × ${MINERS}, ${items} tasks each`,
      value,
      unit: 'epochs/s',
      goal: '≥ 30',
    },
    { name: '  by CPU time', value: (EPOCHS / (user + system)) * 1e6, unit: 'epochs/s' },
  ]
}
