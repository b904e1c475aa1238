import { playFast } from '../arena/fast-arena.ts'
import { ALIVE, MINER_SKILLS, STILL, TEN_STAKES } from '../arena/fast-scenes.ts'
import { consensusOfRows } from '../arena/weight-rows.ts'
import type { Attack } from '../attack.ts'

/** A01: a validator that measures nothing. */
export const weightCopying: Attack = {
  id: 'A01',
  name: 'weight copying',
  does: 'A validator asks no miner. It reads the weights that the others have shown and sets their stake-weighted median, which is where consensus will be if nothing has changed since.',
  side: 'validator',
  level: 'fast',
  resources: 'a validator with 8 % of the stake',
  defences: ['weights-commit', 'task-drift'],
  exception: {
    reason:
      'The median of many measurements is nearer to consensus than one measurement: while ranks stand still, who copies it late loses nothing.',
    condition:
      'Skills that move by less than 4 % from epoch to epoch, at a noise of 10 % in averages of 20 rounds and a reveal period of three epochs; a delay alone does not help then.',
  },
  play: (run) =>
    playFast(run, {
      stakes: TEN_STAKES,
      skills: MINER_SKILLS,
      ...(run.defences.has('task-drift') ? ALIVE : STILL),
      cpuShare: 0,
      attackers: new Map([
        [
          0,
          ({ revealed, pending, uid }) =>
            consensusOfRows(run.defences.has('weights-commit') ? revealed : pending, TEN_STAKES, uid),
        ],
      ]),
    }),
}
