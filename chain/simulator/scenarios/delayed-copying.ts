import { defineScenario } from '../scenario/schema.ts'

/**
 * Attack A01 against commit and reveal: does the delay hurt who copies? Vary `drift`, `noise.sigma` and
 * `network.revealPeriod`, the epochs from commit to reveal. A copier reads rows that are that many epochs old: a period of
 * one is reading what was shown last, and each further one is a lag. Skills are measured anew in every epoch and paid in
 * proportion, so that nothing but noise and drift is between an honest row and the truth. Stakes are so large that
 * what is earned does not move them.
 */
export const delayedCopying = defineScenario({
  name: 'delayed-copying',
  description:
    'One of ten validators copies what the others committed and revealed: does the delay of reveals hurt it?',
  epochs: 100,
  warmup: 60,
  noise: { kind: 'lognormal', sigma: 0.1 },
  drift: 0.1,
  network: { tempo: 2, commitReveal: 'automatic', revealPeriod: 1 },
  scoring: { halfLifeRounds: 0.1, skillExponent: 1, skillFloor: 0 },
  actors: [
    { name: 'honest validators', role: 'validator', count: 9, stake: 1_000_000 },
    { name: 'copier', role: 'validator', strategy: 'weight-copier', stake: 1_000_000, attacker: true },
    { name: 'miners', role: 'miner', count: 24, skill: { kind: 'even', from: 0.2, to: 0.9 } },
  ],
})
