import type { Attack } from '../../../../../chain/simulator/attack/attack.ts'

/** Throws for the first seed, never ends for the second. */
export const attack: Attack = {
  id: 'hanging',
  name: 'hangs',
  does: 'Breaks.',
  side: 'miner',
  level: 'full',
  resources: 'none',
  defences: [],
  play({ seed }) {
    if (seed === 1) throw new Error('broken on purpose')
    for (;;) Math.sqrt(seed)
  },
}
