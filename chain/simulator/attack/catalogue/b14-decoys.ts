import { honestEntrant, OWN_SKILL, playArena, playHonest } from '../arena/full-arena.ts'
import type { Attack } from '../attack.ts'

const DECOYS = 4
/** Just enough to be paid, so that they count as rivals. */
const DECOY_SKILL = 0.07

/** B14: losers that make one look good. */
export const decoys: Attack = {
  id: 'B14',
  name: 'decoys',
  does: `Registers ${DECOYS} miners that are bad on purpose. Where pay hangs on the place among the others, or on the distance to them, everybody above the decoys moves up and the attacker with them.`,
  side: 'miner',
  level: 'full',
  resources: `${DECOYS + 1} uids, a model of medium skill`,
  defences: ['absolute-pay', 'skill-shape', 'graded-score'],
  play: (run) => {
    if (!run.isOn) return playHonest(run)
    return playArena(run, ({ model }) => {
      const own = honestEntrant('attacker', model('attacker', OWN_SKILL), OWN_SKILL)
      const losers = Array.from({ length: DECOYS }, (_, index) =>
        honestEntrant(`decoy ${index}`, model(`decoy ${index}`, DECOY_SKILL), DECOY_SKILL),
      )
      return { entrants: [own, ...losers] }
    })
  },
}
