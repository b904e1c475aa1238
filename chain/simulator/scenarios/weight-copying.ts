import { defineScenario } from '../scenario/schema.ts'

/**
 * Attack A01: one of ten validators copies. Vary `drift`, `noise.sigma` and `actors.1.params.lag` to see when the delay of
 * commit and reveal helps: only where the miners' ranks move.
 */
export const weightCopying = defineScenario({
  name: 'weight-copying',
  description: 'One of ten validators copies the stake-weighted median of the others instead of measuring.',
  epochs: 200,
  warmup: 40,
  noise: { kind: 'lognormal', sigma: 0.1 },
  drift: 0.1,
  scoring: { halfLifeRounds: 1, skillExponent: 1, skillFloor: 0 },
  actors: [
    { name: 'honest validators', role: 'validator', count: 9, stake: 10_000 },
    { name: 'copier', role: 'validator', strategy: 'weight-copier', stake: 10_000, attacker: true },
    { name: 'miners', role: 'miner', count: 24, skill: { kind: 'even', from: 0.2, to: 0.9 } },
  ],
})
