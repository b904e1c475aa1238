import { bribedValidator } from './bribed.ts'
import { cabalValidator } from './cabal.ts'
import { lateCopier } from './late-copier.ts'
import { newcomerStarver } from './newcomer-starver.ts'
import { oneServer } from './one-server.ts'
import { overConfident } from './over-confident.ts'
import { ownerLockout } from './owner-lockout.ts'
import { predictiveCopier } from './predictive-copier.ts'
import { selectiveRevealer } from './selective-revealer.ts'
import { uidHoarder } from './uid-hoarder.ts'
import { underWeighter } from './under-weighter.ts'
import { weightCopier } from './weight-copier.ts'
import { whitewasher } from './whitewasher.ts'

/** Strategies of attacks that live in weights, uids and settings, by role and name. */
export const ATTACKERS = {
  miner: { whitewasher, 'late-copier': lateCopier, 'over-confident': overConfident },
  validator: {
    'weight-copier': weightCopier,
    'selective-revealer': selectiveRevealer,
    'predictive-copier': predictiveCopier,
    cabal: cabalValidator,
    'under-weighter': underWeighter,
    bribed: bribedValidator,
    'one-server': oneServer,
    'newcomer-starver': newcomerStarver,
  },
  chain: { 'uid-hoarder': uidHoarder, 'owner-lockout': ownerLockout },
} as const
