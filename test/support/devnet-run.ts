import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { NODE_FLAGS } from '../../chain/devnet/child-process.ts'
import { ROOT } from './source-files.ts'

/** What the tests read of `--report`. */
export const reportShape = z.object({
  chain: z.object({
    blocks: z.number(),
    epochs: z.number(),
    stateRoot: z.string().regex(/^0x[0-9a-f]{64}$/),
    totalIssuanceRao: z.string(),
    balancesRao: z.string(),
    stakeRao: z.string(),
    pendingRao: z.string(),
  }),
  neurons: z.array(
    z.object({
      uid: z.number(),
      role: z.string(),
      hotkey: z.string(),
      coldkey: z.string(),
      model: z.string().nullable(),
      skill: z.number().nullable(),
      score: z.number().nullable(),
      incentive: z.number(),
      dividends: z.number(),
      validatorTrust: z.number(),
      emissionRao: z.string(),
      stakeRao: z.string(),
    }),
  ),
  rankCorrelation: z.number(),
  durationMs: z.number(),
})
export type RunReport = z.infer<typeof reportShape>

/** A `devnet up` of a test: its lines as they come, and its report at the end. */
export interface DevnetRun {
  readonly process: ChildProcess
  readonly folder: string
  readonly lines: readonly string[]
  /** The first line, past or future, that matches. Rejects when the run ends without one. */
  lineMatching(pattern: RegExp): Promise<RegExpMatchArray>
  /** Exit code; standard error is in `errors`. */
  readonly ended: Promise<number | null>
  readonly errors: () => string
  report(): Promise<RunReport>
}

/**
 * Keys, trained models and the tasks that skill is measured on are the same in every run; the tasks of its rounds are not,
 * since validators draw them from secrets of their own.
 */
const SEED = 'test'

/** Starts `devnet up` on a free port with its files in a folder of its own. */
export async function startDevnet(args: readonly string[]): Promise<DevnetRun> {
  const folder = await mkdtemp(join(tmpdir(), 'meritnet-test-'))
  const reportFile = `${folder}.json`
  const options = ['--rpc-port', '0', '--base-path', folder, '--report', reportFile, '--seed', SEED, ...args]
  const child = spawn(process.execPath, [...NODE_FLAGS, 'chain/cli.ts', 'up', ...options], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const check of [...waiting]) check()
  }
  let over = false
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line)
    wake()
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const ended = once(child, 'close').then(([code]) => {
    over = true
    wake()
    return code as number | null
  })
  return {
    process: child,
    folder,
    lines,
    ended,
    errors: () => errors,
    lineMatching: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          for (const line of lines) {
            const match = pattern.exec(line)
            if (match === null) continue
            waiting.delete(check)
            return resolve(match)
          }
          if (over) {
            waiting.delete(check)
            reject(new Error(`the run ended without a line like ${pattern}:\n${lines.join('\n')}\n${errors}`))
          }
        }
        waiting.add(check)
        check()
      }),
    report: async () => reportShape.parse(JSON.parse(await readFile(reportFile, 'utf8'))),
  }
}

/** Process ids whose command line contains `text`. */
export async function pidsWith(text: string): Promise<readonly number[]> {
  const listing = spawn('ps', ['-eo', 'pid=,args='], { stdio: ['ignore', 'pipe', 'ignore'] })
  let output = ''
  listing.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
  })
  await once(listing, 'close')
  return output
    .split('\n')
    .filter((line) => line.includes(text) && !line.includes('ps -eo'))
    .map((line) => Number(line.trim().split(/\s+/)[0]))
}
