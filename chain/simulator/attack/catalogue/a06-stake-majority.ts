import { playFast } from '../arena/fast-arena.ts'
import { ALIVE, MINER_SKILLS } from '../arena/fast-scenes.ts'
import { onlyFor } from '../arena/weight-rows.ts'
import type { Attack } from '../attack.ts'

const MINERS = [2, 5]
const OTHERS = 9
const OTHER_STAKE = 500

/** Share of stakes that a cap lets count in full. */
const CAPPED_ABOVE = 0.88

/** A06: a majority of the stake in one hand. */
export const stakeMajority: Attack = {
  id: 'A06',
  name: 'stake majority',
  does: 'One owner has 55 % of the stake and gives all its weight to two miners of its own.',
  side: 'validator',
  level: 'fast',
  resources: '55 % of the stake, two of 16 miners',
  defences: ['stake-cap', 'clipping'],
  exception: {
    reason: 'Consensus is what the majority of stake says: who has it says what consensus is.',
    condition:
      'More than kappa, 50 %, of the stake that counts: at 55 % two miners of 16 take all. A cap of single stakes helps until the owner splits them.',
  },
  play: (run) => {
    const full = [5500, ...Array.from({ length: OTHERS }, () => OTHER_STAKE)]
    const limit = full.toSorted((a, b) => a - b)[Math.floor(CAPPED_ABOVE * (full.length - 1))] ?? 0
    return playFast(run, {
      stakes: run.defences.has('stake-cap') ? full.map((stake) => Math.min(stake, limit)) : full,
      skills: MINER_SKILLS,
      ...ALIVE,
      attackers: new Map([[0, ({ measured }) => onlyFor(measured(), MINERS, full.length)]]),
      ownMiners: MINERS,
    })
  },
}
