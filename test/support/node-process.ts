import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { NODE_FLAGS } from '../../chain/devnet/child-process.ts'
import { ROOT } from './source-files.ts'

/** A `devnet node` of a test or a measurement. */
export interface NodeProcess {
  readonly url: string
  readonly process: ChildProcess
  stop(): Promise<void>
}

/** Starts `devnet node` on a free port and waits until it listens. */
export async function startNodeProcess(args: readonly string[]): Promise<NodeProcess> {
  const child = spawn(process.execPath, [...NODE_FLAGS, 'chain/cli.ts', 'node', '--rpc-port', '0', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const lines = createInterface({ input: child.stderr })
  let seen = ''
  for await (const line of lines) {
    seen += `${line}\n`
    const url = /"url":"(ws:[^"]+)"/.exec(line)?.[1]
    if (url === undefined) continue
    child.stderr.resume()
    return {
      url,
      process: child,
      async stop() {
        if (child.exitCode !== null || child.signalCode !== null) return
        child.kill('SIGTERM')
        await once(child, 'close')
      },
    }
  }
  throw new Error(`devnet node ended before it listened:\n${seen}`)
}
