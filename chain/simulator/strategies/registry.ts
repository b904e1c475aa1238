import { honestMiner, honestValidator } from './honest.ts'
import { idlePlayer } from './idle.ts'
import { lazyMiner, lazyValidator } from './lazy.ts'
import { noisyMiner, noisyValidator } from './noisy.ts'
import { partisanValidator } from './partisan.ts'
import type { AnyStrategy } from './strategy.ts'
import { weightCopier } from './weight-copier.ts'

/** All built-in strategies by role and name. To add one: write its module, name it here. */
export const STRATEGIES = {
  miner: { honest: honestMiner, noisy: noisyMiner, lazy: lazyMiner },
  validator: {
    honest: honestValidator,
    noisy: noisyValidator,
    lazy: lazyValidator,
    partisan: partisanValidator,
    'weight-copier': weightCopier,
  },
  chain: { idle: idlePlayer },
} as const satisfies Readonly<Record<string, Readonly<Record<string, AnyStrategy>>>>
