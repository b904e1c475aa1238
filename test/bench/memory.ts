import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { pidsWith, startDevnet } from '../support/devnet-run.ts'
import type { BenchRow } from './row.ts'

/** Resident memory of a process. */
export async function residentMegabytes(pid: number | undefined): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])
  return Number(stdout.trim()) / 1024
}

/** A miner and a validator as they run in `npm start`, after their first paid epoch, and how long that epoch took. */
export async function benchMemory(): Promise<BenchRow[]> {
  const started = performance.now()
  const run = await startDevnet([])
  await run.lineMatching(/epoch paid 1\b/)
  const seconds = (performance.now() - started) / 1000
  const [miner] = await pidsWith(`${run.folder}/wallets --wallet miner-1 `)
  const [validator] = await pidsWith(`${run.folder}/wallets --wallet validator-1 `)
  const rows = [
    { name: 'devnet up: start to the first paid epoch', value: seconds, unit: 's', goal: '≤ 45' },
    { name: 'miner: resident memory', value: await residentMegabytes(miner), unit: 'MB' },
    { name: 'validator: resident memory', value: await residentMegabytes(validator), unit: 'MB' },
    { name: 'devnet up (chain inside): resident memory', value: await residentMegabytes(run.process.pid), unit: 'MB' },
  ]
  run.process.kill('SIGINT')
  await run.ended
  return rows
}
