import { playFast } from '../arena/fast-arena.ts'
import { ALIVE, MINER_SKILLS, STILL, TEN_STAKES } from '../arena/fast-scenes.ts'
import { consensusOfRows, toRow, toShares } from '../arena/weight-rows.ts'
import type { Attack } from '../attack.ts'

/** Epochs that the trend is drawn out by, as long as reveals take. */
const AHEAD = 2
/** What is left of the last trend after an epoch: steps of skill are noisy. */
const DAMPING = 0.3

/** A03: the trend of shown weights, drawn out. */
export const predictiveCopying: Attack = {
  id: 'A03',
  name: 'predictive copying',
  does: 'A validator asks no miner. It draws the trend of the shown weights out to where they should be once its own are in force.',
  side: 'validator',
  level: 'fast',
  resources: 'a validator with 8 % of the stake',
  defences: ['weights-commit', 'task-drift'],
  exception: {
    reason: 'As with copying: while ranks stand still, the median of others is a better measurement than one’s own.',
    condition: 'As with copying: skills that move by less than some 4 % from epoch to epoch.',
  },
  play: (run) => {
    let before: Float64Array | undefined
    return playFast(run, {
      stakes: TEN_STAKES,
      skills: MINER_SKILLS,
      ...(run.defences.has('task-drift') ? ALIVE : STILL),
      cpuShare: 0,
      attackers: new Map([
        [
          0,
          ({ revealed, pending, uid }) => {
            const row = consensusOfRows(run.defences.has('weights-commit') ? revealed : pending, TEN_STAKES, uid)
            if (row === undefined) return undefined
            const now = toShares(row)
            const last = before ?? now
            before = now
            return toRow(now.map((share, at) => share + AHEAD * DAMPING * (share - (last[at] ?? 0))))
          },
        ],
      ]),
    })
  },
}
