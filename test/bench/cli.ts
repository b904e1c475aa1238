import Table from 'cli-table3'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { benchMemory } from './memory.ts'
import { benchMiner } from './miner.ts'
import { benchModels } from './models.ts'
import { benchNode } from './node.ts'
import type { BenchRow } from './row.ts'
import { benchYuma } from './yuma.ts'

const BENCHES: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  yuma: benchYuma,
  models: benchModels,
  miner: benchMiner,
  node: benchNode,
  memory: benchMemory,
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => BENCHES[name] === undefined)
if (unknown.length > 0) {
  process.stderr.write(
    `error: no measurement is called ${unknown.join(', ')}; valid: ${Object.keys(BENCHES).join(', ')}\n`,
  )
  process.exit(2)
}

await cryptoReady()
const table = new Table({ head: ['what', 'measured', 'goal'], style: { head: [], border: [] } })
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stderr.write(`measuring ${name}…\n`)
  for (const { name: what, value, unit, goal } of await bench())
    table.push([what, { hAlign: 'right', content: `${format(value)} ${unit}` }, goal ?? ''])
}
process.stdout.write(`${table.toString()}\n`)

/** Three significant digits. */
function format(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US')
}
