import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { pointsOf } from './design.ts'
import { canonicalJson, toJson } from './json.ts'
import { requireSame } from './store/identity.ts'
import { createStore, type Outcome, openStore, type SweepStore } from './store/store.ts'
import { readResult, type SweepResult } from './summarise.ts'
import { STORE_NAME } from './sweep.ts'

/**
 * Puts the runs of several shards of one sweep into a new folder. A run that failed in one and succeeded in another
 * counts as the success; a run in two shards must have the same measures.
 * @throws AppError `sweep-exists`, `sweep-mismatch`, `sweep-conflict`; those of `openStore`.
 */
export function mergeSweeps(folders: readonly string[], out: string): SweepResult {
  const file = join(out, STORE_NAME)
  requireNoSweep(file)
  const [first = out] = folders
  const identity = withStore(first, (store) => store.identity())
  const merged = new Map<string, Outcome>()
  for (const folder of folders)
    withStore(folder, (store) => {
      requireSame(store.file, store.identity(), identity)
      for (const outcome of store.outcomes()) addOutcome(store.file, outcome, merged)
    })
  const store = createStore(file, { identity, design: pointsOf(identity.design) })
  try {
    store.save([...merged.values()])
    return readResult(store)
  } finally {
    store.close()
  }
}

/** @throws AppError `sweep-exists`. */
export function requireNoSweep(file: string): void {
  if (existsSync(file))
    throw new AppError('sweep-exists', `${file} holds a sweep already; give another --out`, { file })
}

function withStore<T>(folder: string, read: (store: SweepStore) => T): T {
  const file = join(folder, STORE_NAME)
  if (!existsSync(file))
    throw new AppError('no-sweep', `${folder} holds no sweep; give folders that "devnet sweep" wrote`, { folder })
  const store = openStore(file)
  try {
    return read(store)
  } finally {
    store.close()
  }
}

function addOutcome(file: string, outcome: Outcome, merged: Map<string, Outcome>): void {
  const { point, seed, result } = outcome
  const key = `${point}/${seed}`
  const known = merged.get(key)?.result
  if (known === undefined || 'failure' in known) merged.set(key, outcome)
  else if ('measures' in result && canonicalJson(toJson(result.measures)) !== canonicalJson(toJson(known.measures)))
    throw new AppError(
      'sweep-conflict',
      `${file} has other measures for point ${point} with seed ${seed} than a folder before it; both cannot be right`,
      { file, point, seed },
    )
}
