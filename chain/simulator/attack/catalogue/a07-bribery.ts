import { playFast } from '../arena/fast-arena.ts'
import { ALIVE, MINER_SKILLS, TEN_STAKES } from '../arena/fast-scenes.ts'
import type { Attack } from '../attack.ts'

const BRIBED = [7, 8]
const MINER = 3
const U16_MAX = 65_535

/** A07: bought weight. */
export const bribery: Attack = {
  id: 'A07',
  name: 'bribery',
  does: 'A miner pays two validators with 23 % of the stake to weigh it as the best. The gain is that of all three together: no bribe can be larger.',
  side: 'miner',
  level: 'fast',
  resources: 'a miner, and the weights of 23 % of the stake',
  defences: ['clipping', 'bonds-penalty'],
  play: (run) =>
    playFast(run, {
      stakes: TEN_STAKES,
      skills: MINER_SKILLS,
      ...ALIVE,
      attackers: new Map(
        BRIBED.map((uid) => [
          uid,
          ({ measured }) => {
            const row = measured()
            row[TEN_STAKES.length + MINER] = U16_MAX
            return row
          },
        ]),
      ),
      ownMiners: [MINER],
    }),
}
