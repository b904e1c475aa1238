import { entrants } from '../economics/entrants.ts'
import { nominator } from '../economics/nominator.ts'
import { profitSeeker } from '../economics/profit-seeker.ts'
import { treasurer } from '../economics/treasurer.ts'
import { ATTACKERS } from './attackers.ts'
import { honestMiner, honestValidator } from './honest.ts'
import { idlePlayer } from './idle.ts'
import { lazyMiner, lazyValidator } from './lazy.ts'
import { noisyMiner, noisyValidator } from './noisy.ts'
import { partisanValidator } from './partisan.ts'
import { cacheMiner, downgradeMiner, favouringValidator, lateMiner, offlineMiner, randomMiner } from './processes.ts'
import { relayMiner } from './relay.ts'
import { steadyValidator } from './steady.ts'
import type { AnyStrategy } from './strategy.ts'
import { sybilMiner } from './sybil.ts'

/** All built-in strategies by role and name. To add one: write its module, name it here. */
export const STRATEGIES = {
  miner: {
    honest: honestMiner,
    noisy: noisyMiner,
    lazy: lazyMiner,
    random: randomMiner,
    late: lateMiner,
    offline: offlineMiner,
    cache: cacheMiner,
    relay: relayMiner,
    sybil: sybilMiner,
    downgrade: downgradeMiner,
    'profit-seeker': profitSeeker,
    ...ATTACKERS.miner,
  },
  validator: {
    honest: honestValidator,
    favouring: favouringValidator,
    steady: steadyValidator,
    noisy: noisyValidator,
    lazy: lazyValidator,
    partisan: partisanValidator,
    ...ATTACKERS.validator,
  },
  chain: { idle: idlePlayer, nominator, treasurer, entrants, ...ATTACKERS.chain },
} as const satisfies Readonly<Record<string, Readonly<Record<string, AnyStrategy>>>>
