import { type Keypair, keypairFromSeed } from '../../shared/crypto/keypair.ts'
import { createColdkey, createHotkey } from '../../shared/crypto/wallet-create.ts'
import { AppError } from '../../shared/errors.ts'
import type { Rng } from '../../shared/rng.ts'
import type { Ss58 } from '../../shared/units.ts'
import type { NeuronPlan } from './plan.ts'

/** A neuron's keys. */
export interface NeuronKeys {
  readonly coldkey: Keypair
  readonly hotkey: Keypair
}

/** Name of the hotkey in every wallet of a run: the one that the CLIs take when none is named. */
const HOTKEY_NAME = 'default'

/**
 * Writes a wallet for every planned neuron, named after it and readable by any Bittensor tool, and returns the keys by
 * name. The same generator gives the same keys.
 */
export async function makeWallets(
  plans: readonly NeuronPlan[],
  path: string,
  rng: Rng,
): Promise<ReadonlyMap<string, NeuronKeys>> {
  const keys = new Map<string, NeuronKeys>()
  for (const { name } of plans) {
    const ref = { path, name, hotkey: HOTKEY_NAME }
    const coldSeed = seedBytes(rng.fork(`${name} coldkey`))
    const hotSeed = seedBytes(rng.fork(`${name} hotkey`))
    await createColdkey(ref, { tag: 'seed', seed: coldSeed })
    await createHotkey(ref, { tag: 'seed', seed: hotSeed })
    keys.set(name, { coldkey: keypairFromSeed(coldSeed), hotkey: keypairFromSeed(hotSeed) })
  }
  return keys
}

/** A neuron's keys by its name. @throws AppError `out-of-range` for a name that has no wallet. */
export function keysOf(keys: ReadonlyMap<string, NeuronKeys>, name: string): NeuronKeys {
  const found = keys.get(name)
  if (found === undefined)
    throw new AppError('out-of-range', `${name} has no wallet; valid are ${[...keys.keys()].join(', ')}`)
  return found
}

/** Hotkeys by the name of their neuron. @throws AppError (from the function) as `keysOf`. */
export const hotkeyIn =
  (keys: ReadonlyMap<string, NeuronKeys>) =>
  (name: string): Ss58 =>
    keysOf(keys, name).hotkey.ss58

const seedBytes = (rng: Rng): Uint8Array => Uint8Array.from({ length: 32 }, () => rng.below(256))
