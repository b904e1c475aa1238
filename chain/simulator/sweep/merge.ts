import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { pointsOf } from './design.ts'
import { canonicalJson, toJson } from './json.ts'
import { refuseTooManyRuns } from './shard.ts'
import { createStore } from './store/create-store.ts'
import { requireSame, type SweepIdentity } from './store/identity.ts'
import { type Outcome, openStore, removeStore, type SweepStore } from './store/store.ts'
import { readResult, type SweepResult } from './summarise.ts'
import { STORE_NAME } from './sweep.ts'

/** The runs of several shards of one sweep. */
export interface Merged {
  readonly identity: SweepIdentity
  readonly outcomes: readonly Outcome[]
}

/**
 * Reads the runs of several shards of one sweep. A run that failed in one and succeeded in another counts as the success;
 * a run in two shards must have the same measures.
 * @throws AppError `sweep-mismatch`, `sweep-conflict`, `too-many-runs`; those of `openStore`.
 */
export function readShards(folders: readonly string[]): Merged {
  const [first = ''] = folders
  const identity = withStore(first, (store) => store.identity())
  const merged = new Map<string, Outcome>()
  for (const folder of folders)
    withStore(folder, (store) => {
      requireSame(store.file, store.identity(), identity)
      for (const outcome of store.outcomes()) addOutcome(store.file, outcome, merged)
      refuseTooManyRuns(merged.size, 'query the runs.parquet of the shards together')
    })
  return { identity, outcomes: [...merged.values()] }
}

/**
 * Makes the sweep of merged shards in a folder that holds none, whole or not at all.
 * @throws AppError `disk-full`, `sweep-locked`, `sweep-unwritable`.
 */
export function writeMerged({ identity, outcomes }: Merged, file: string): SweepResult {
  const store = createStore(file, { identity, design: pointsOf(identity.design) })
  try {
    try {
      store.save(outcomes)
      return readResult(store)
    } finally {
      store.close()
    }
  } catch (error) {
    removeStore(file)
    throw error
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
