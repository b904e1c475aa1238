import { honestEntrant, OWN_SKILL, playArena, playHonest } from '../arena/full-arena.ts'
import type { Attack } from '../attack.ts'

const UIDS = 4

/** B01: one model behind many uids. */
export const sybil: Attack = {
  id: 'B01',
  name: 'sybil',
  does: `One model answers for ${UIDS} registered hotkeys, each of which is paid as if it were a miner of its own.`,
  side: 'miner',
  level: 'full',
  resources: `${UIDS} uids, one model of medium skill`,
  defences: ['duplicates'],
  play: (run) => {
    if (!run.isOn) return playHonest(run)
    return playArena(run, ({ model }) => {
      const own = model('attacker', OWN_SKILL)
      return {
        entrants: Array.from({ length: UIDS }, (_, index) =>
          honestEntrant(index === 0 ? 'attacker' : `attacker ${index}`, own, OWN_SKILL),
        ),
      }
    })
  },
}
