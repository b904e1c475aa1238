import { playFast } from '../arena/fast-arena.ts'
import { ALIVE, MINER_SKILLS, TEN_STAKES } from '../arena/fast-scenes.ts'
import { consensusOfRows, rowDistance, toRow, toShares } from '../arena/weight-rows.ts'
import type { Attack } from '../attack.ts'

/** How much of the shown median is mixed into each of the committed rows. */
const BLENDS = [0, 0.25, 0.5, 0.75, 1]

/** A02: several rows committed, the best one revealed. */
export const selectiveReveal: Attack = {
  id: 'A02',
  name: 'selective reveal',
  does: 'A validator commits to several rows, from its own measurement to a copy of what was shown before, and reveals the one that turns out to be nearest to the others.',
  side: 'validator',
  level: 'fast',
  resources: 'a validator with 8 % of the stake',
  defences: ['auto-reveal'],
  play: (run) =>
    playFast(run, {
      stakes: TEN_STAKES,
      skills: MINER_SKILLS,
      ...ALIVE,
      attackers: new Map([
        [
          0,
          ({ measured, revealed, pending, uid }) => {
            const own = measured()
            // Where weights open by themselves one commitment is in force, whatever the others showed.
            if (run.defences.has('auto-reveal')) return own
            const shown = consensusOfRows(revealed, TEN_STAKES, uid)
            const target = consensusOfRows(pending, TEN_STAKES, uid)
            if (shown === undefined || target === undefined) return own
            const [mine, old] = [toShares(own), toShares(shown)]
            const rows = BLENDS.map((blend) =>
              toRow(mine.map((share, at) => (1 - blend) * share + blend * (old[at] ?? 0))),
            )
            return rows.toSorted((a, b) => rowDistance(a, target) - rowDistance(b, target))[0]
          },
        ],
      ]),
    }),
}
