import { honestMiner, honestValidator } from './honest.ts'
import { lazyMiner, lazyValidator } from './lazy.ts'
import { noisyMiner, noisyValidator } from './noisy.ts'
import type { AnyStrategy } from './strategy.ts'
import { weightCopier } from './weight-copier.ts'

/** All built-in strategies by role and name. To add one: write its module, name it here. */
export const STRATEGIES = {
  miner: { honest: honestMiner, noisy: noisyMiner, lazy: lazyMiner },
  validator: { honest: honestValidator, noisy: noisyValidator, lazy: lazyValidator, 'weight-copier': weightCopier },
  chain: {},
} as const satisfies Readonly<Record<string, Readonly<Record<string, AnyStrategy>>>>
