import { playFast } from '../arena/fast-arena.ts'
import { ALIVE, MINER_SKILLS, TEN_STAKES } from '../arena/fast-scenes.ts'
import { onlyFor } from '../arena/weight-rows.ts'
import type { Attack } from '../attack.ts'

/** Validators of the cabal: 38 % of the stake. */
const CABAL = [0, 1, 2, 3]
/** Its miners, by position: a quarter of what all miners are worth. */
const MINERS = [2, 5, 8, 11]

/** A04: validators that weigh their own miners alone. */
export const cabal: Attack = {
  id: 'A04',
  name: 'cabal',
  does: 'Four validators with 38 % of the stake give all their weight to four miners of their own, which are as good as others.',
  side: 'validator',
  level: 'fast',
  resources: '38 % of the stake, four of 16 miners',
  defences: ['clipping', 'bonds-penalty'],
  exception: {
    reason:
      'Weights above consensus are clipped, and weights below it are not lifted: the cabal’s miners keep their place while all others lose the weight that it withholds.',
    condition:
      'The honest keep their share with 60 % of the stake only while their miners are worth 60, 67 or 73 % of all, at a noise of 0, 20 or 40 % (see devnet retention); the gain falls with the stake of the cabal.',
  },
  play: (run) =>
    playFast(run, {
      stakes: TEN_STAKES,
      skills: MINER_SKILLS,
      ...ALIVE,
      attackers: new Map(CABAL.map((uid) => [uid, ({ measured }) => onlyFor(measured(), MINERS, TEN_STAKES.length)])),
      ownMiners: MINERS,
    }),
}
