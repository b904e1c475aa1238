import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { NODE_FLAGS } from '../../chain/devnet/child-process.ts'
import { ROOT } from '../support/source-files.ts'
import type { BenchRow } from './row.ts'

/** The result of all attacks is some megabytes. */
const MAX_RESULT = 2 ** 28
const result = z.object({ attacks: z.array(z.unknown()) })

/** The default suite of attacks, as a person starts it: on all cores, with the start of the program. */
export async function benchAttack(): Promise<readonly BenchRow[]> {
  const started = performance.now()
  const args = [...NODE_FLAGS, 'chain/cli.ts', 'attack', '--json', '-']
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, maxBuffer: MAX_RESULT })
  const seconds = (performance.now() - started) / 1000
  const { attacks } = result.parse(JSON.parse(stdout))
  return [{ name: `devnet attack: ${attacks.length} attacks, 5 seeds`, value: seconds, unit: 's', goal: '< 60' }]
}
