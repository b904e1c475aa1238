import { entrants } from '../economics/entrants.ts'
import { nominator } from '../economics/nominator.ts'
import { profitSeeker } from '../economics/profit-seeker.ts'
import { treasurer } from '../economics/treasurer.ts'
import { honestMiner, honestValidator } from './honest.ts'
import { idlePlayer } from './idle.ts'
import { lazyMiner, lazyValidator } from './lazy.ts'
import { noisyMiner, noisyValidator } from './noisy.ts'
import { partisanValidator } from './partisan.ts'
import type { AnyStrategy } from './strategy.ts'
import { weightCopier } from './weight-copier.ts'

/** All built-in strategies by role and name. To add one: write its module, name it here. */
export const STRATEGIES = {
  miner: { honest: honestMiner, noisy: noisyMiner, lazy: lazyMiner, 'profit-seeker': profitSeeker },
  validator: {
    honest: honestValidator,
    noisy: noisyValidator,
    lazy: lazyValidator,
    partisan: partisanValidator,
    'weight-copier': weightCopier,
  },
  chain: { idle: idlePlayer, nominator, treasurer, entrants },
} as const satisfies Readonly<Record<string, Readonly<Record<string, AnyStrategy>>>>
