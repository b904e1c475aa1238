import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deadline } from '../../shared/clock.ts'
import { STOP_WITH_PARENT } from '../../shared/stop-process.ts'

/** Programs that `devnet up` starts, by the path of their CLI from this file. */
const PROGRAMS = {
  miner: '../../miner/cli',
  validator: '../../validator/cli',
  models: '../../miner/models/cli',
} as const
export type ProgramName = keyof typeof PROGRAMS

/** A checkout runs TypeScript, a package JavaScript. */
const isCheckout = extname(import.meta.url) === '.ts'

/** Path of a program's CLI. */
const programFile = (program: ProgramName): string =>
  fileURLToPath(new URL(`${PROGRAMS[program]}${extname(import.meta.url)}`, import.meta.url))

/**
 * Node.js flags of every process: loading the chain library fills a young generation that then stays large; a smaller
 * one halves the memory of a process and costs nothing that can be measured. package.json has the same.
 */
export const NODE_FLAGS = ['--max-semi-space-size=4']

/** The command that a person types to start the same process: in the project's folder, or with the package installed. */
export const commandLine = (program: ProgramName, args: readonly string[]): string =>
  [...(isCheckout ? ['npm', 'run', '-s', program, '--'] : [program]), ...args].map(shellWord).join(' ')

const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`

export interface RunningProcess {
  readonly command: string
  readonly pid: number
  /** Settles when the process is gone: its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
  /** SIGTERM, then SIGKILL when it does not obey in time. */
  stop(): Promise<void>
}

const OBEY_MS = 4_000

/**
 * The environment of a program that this one starts. What a person has set for neurons of their own, such as a hotkey
 * or an axon, does not hold for those of a devnet; how much to log does. The channel that each gets ends with this
 * process, even by a kill -9.
 */
export const environmentOf = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(env).filter(([name]) => name === LOG_LEVEL || !/^(BT|MERITNET)_/.test(name))),
  [STOP_WITH_PARENT]: '1',
})
const LOG_LEVEL = 'MERITNET_LOG_LEVEL'

/** Starts a program as its own process, which stops with this one; everything it prints goes to `logFile`. */
export function startProcess(program: ProgramName, args: readonly string[], logFile: string): RunningProcess {
  const child = spawn(process.execPath, [...NODE_FLAGS, programFile(program), ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: environmentOf(process.env),
  })
  const log = createWriteStream(logFile, { flags: 'a' })
  child.stdout?.pipe(log, { end: false })
  child.stderr?.pipe(log, { end: false })
  const ended = endOf(child)
  ended.then(
    () => log.end(),
    () => log.end(),
  )
  return {
    command: commandLine(program, args),
    pid: child.pid ?? 0,
    ended,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const late = deadline(OBEY_MS)
      const kill = () => child.kill('SIGKILL')
      late.addEventListener('abort', kill)
      await ended
      late.removeEventListener('abort', kill)
    },
  }
}

/** Runs a program to its end and returns what it printed on standard output; its errors go to ours. */
export async function runProgram(
  program: ProgramName,
  args: readonly string[],
  signal: AbortSignal,
  stderr: 'inherit' | 'ignore' = 'inherit',
): Promise<{ readonly exit: number | string; readonly stdout: string }> {
  const child = spawn(process.execPath, [...NODE_FLAGS, programFile(program), ...args], {
    stdio: ['ignore', 'pipe', stderr, 'ipc'],
    env: environmentOf(process.env),
    signal,
  })
  let stdout = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  return { exit: await endOf(child), stdout }
}

async function endOf(child: ChildProcess): Promise<number | string> {
  const [code, signal]: unknown[] = await once(child, 'close')
  return typeof code === 'number' ? code : String(signal)
}
