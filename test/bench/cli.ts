import Table from 'cli-table3'
import type { BenchRow } from './row.ts'

/** Loads the libraries of keys and hashes. */
async function withCrypto<T>(load: () => Promise<T>): Promise<T> {
  const { cryptoReady } = await import('../../shared/crypto/ready.ts')
  await cryptoReady()
  return load()
}

/** Each measurement loads its own code: the libraries of one, on the heap of another, change what it measures. */
const BENCHES: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  yuma: async () => (await import('./yuma.ts')).benchYuma(),
  simulator: async () => (await withCrypto(() => import('./simulator.ts'))).benchSimulator(),
  'full-level': async () => (await withCrypto(() => import('./full-level.ts'))).benchFullLevel(),
  attack: async () => (await import('./attack.ts')).benchAttack(),
  runtime: async () => (await withCrypto(() => import('./runtime.ts'))).benchRuntime(),
  models: async () => (await withCrypto(() => import('./models.ts'))).benchModels(),
  proofs: async () => (await import('./proofs.ts')).benchProofs(),
  scoring: async () => (await import('./scoring.ts')).benchScoring(),
  ranking: async () => (await import('./ranking.ts')).benchRanking(),
  miner: async () => (await withCrypto(() => import('./miner.ts'))).benchMiner(),
  node: async () => (await withCrypto(() => import('./node.ts'))).benchNode(),
  memory: async () => (await withCrypto(() => import('./memory.ts'))).benchMemory(),
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => BENCHES[name] === undefined)
if (unknown.length > 0) {
  process.stderr.write(
    `error: no measurement is called ${unknown.join(', ')}; valid: ${Object.keys(BENCHES).join(', ')}\n`,
  )
  process.exit(2)
}

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
