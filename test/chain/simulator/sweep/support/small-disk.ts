import { execFileSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createStore } from '../../../../../chain/simulator/sweep/store/create-store.ts'
import { openStore } from '../../../../../chain/simulator/sweep/store/store.ts'
import { parseVary } from '../../../../../chain/simulator/sweep/vary.ts'
import { AppError } from '../../../../../shared/errors.ts'

// Fills disks of several sizes with a sweep, in a namespace of mounts of its own, and tells for each what ended it, how many
// runs it took and how many are there when it has space again.
const [disk = ''] = process.argv.slice(2)
const resize = (kib: number, ...options: readonly string[]) =>
  execFileSync('mount', ['-t', 'tmpfs', '-o', [...options, `size=${kib}k`].join(','), 'tmpfs', disk])

const design = { kind: 'grid' as const, samples: 1, seed: 's', factors: [parseVary('lag=0..1:8')] }
const identity = { toolVersion: '1.0.0', scenario: { text: 'x'.repeat(3_000) }, design, files: {} }
const file = join(disk, 'out', 'sweep.sqlite')

function fill(): { code: string; saved: number } {
  let saved = 0
  try {
    const store = createStore(file, { identity, design: Array.from({ length: 8 }, (_, step) => [step / 7]) })
    try {
      for (;;) {
        store.save([{ point: saved % 8, seed: Math.floor(saved / 8), result: { measures: { gain: 1, cost: 2 } } }])
        saved += 1
      }
    } finally {
      store.close()
    }
  } catch (error) {
    return { code: error instanceof AppError ? error.code : String(error), saved }
  }
}

function kept(): number | undefined {
  if (!existsSync(file)) return undefined
  const store = openStore(file)
  try {
    return store.finished().length
  } finally {
    store.close()
  }
}

resize(4_096)
const found = [16, 24, 32, 36, 40, 44, 48, 56, 64, 96, 128].map((kib) => {
  rmSync(join(disk, 'out'), { recursive: true, force: true })
  resize(kib, 'remount')
  const ended = fill()
  resize(4_096, 'remount')
  return { kib, ...ended, kept: kept() }
})
process.stdout.write(JSON.stringify(found))
