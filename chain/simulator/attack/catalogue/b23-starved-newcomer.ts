import { honestEntrant, playArena } from '../arena/full-arena.ts'
import type { Attack } from '../attack.ts'

const NEWCOMER_SKILL = 0.8
const ARRIVES = 5
/** Stake of the validator that works with the incumbents, and of the honest ones. */
const STAKES = [400, 300, 300]
const HONEST_MINERS = 8

/** B23: incumbents keep a newcomer at nothing. */
export const starvedNewcomer: Attack = {
  id: 'B23',
  name: 'starved newcomer',
  does: 'A validator with 40 % of the stake works with the incumbents: it gives a strong newcomer no weight, so that what it would have earned stays with those who were there before.',
  side: 'validator',
  level: 'full',
  resources: 'a validator with 40 % of the stake, the incumbent miners',
  defences: ['clipping'],
  exception: {
    reason:
      'Consensus clips weights above it and never lifts those below: stake that withholds weight withholds its share of the pay.',
    condition:
      'The newcomer loses the share of stake that withholds, less than kappa: 37 % at 40 % of the stake. The incumbents gain 3 % together, in proportion to their weights.',
  },
  play: (run) =>
    playArena(run, ({ model }) => {
      const newcomer = {
        ...honestEntrant('newcomer', model('newcomer', NEWCOMER_SKILL), NEWCOMER_SKILL),
        fromEpoch: ARRIVES,
      }
      const starve = (row: Uint16Array): Uint16Array => {
        const starved = row.slice()
        starved[STAKES.length + HONEST_MINERS] = 0
        return starved
      }
      return {
        guests: [newcomer],
        entrants: [],
        stakes: STAKES,
        registrations: HONEST_MINERS,
        validators: run.isOn ? [starve] : [],
        areIncumbentsAttackers: true,
      }
    }),
}
