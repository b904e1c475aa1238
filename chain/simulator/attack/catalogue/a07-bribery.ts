import { U16_MAX } from '../../../../shared/units.ts'
import { playFast } from '../arena/fast-arena.ts'
import { ALIVE, MINER_SKILLS, TEN_STAKES } from '../arena/fast-scenes.ts'
import type { Attack, AttackOutcome, AttackRun } from '../attack.ts'

/** 23 % of the stake. */
const BRIBED: readonly number[] = [7, 8]
const MINER = 3

/**
 * Plays a run in which validators are bribed.
 * @param bribed their uids.
 * @param own positions of the miners whose pay is counted with theirs.
 */
export const playBribery = (
  run: AttackRun,
  bribed: readonly number[],
  own: readonly number[] = [MINER],
): Promise<AttackOutcome> =>
  playFast(run, {
    stakes: TEN_STAKES,
    skills: MINER_SKILLS,
    ...ALIVE,
    attackers: new Map(
      bribed.map((uid) => [
        uid,
        ({ measured }) => {
          const row = measured()
          row[TEN_STAKES.length + MINER] = U16_MAX
          return row
        },
      ]),
    ),
    ownMiners: own,
  })

/** A07: bought weight. */
export const bribery: Attack = {
  id: 'A07',
  name: 'bribery',
  does: 'A miner pays two validators with 23 % of the stake to weigh it as the best. The gain is that of all three together: no bribe can be larger.',
  side: 'miner',
  level: 'fast',
  resources: 'a miner, and the weights of 23 % of the stake',
  defences: ['clipping', 'bonds-penalty'],
  play: (run) => playBribery(run, BRIBED),
}
