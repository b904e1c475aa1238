import { defineScenario } from '../scenario/schema.ts'

/**
 * The subnet of `devnet up` without options: three validators, honest miners of rising skill, one that guesses and one that
 * is offline. `devnet up --scenario ladder` plays it with processes. Pay is in proportion to skill: a steeper one would
 * double the error that a short run makes in the weakest miner's.
 */
export const ladder = defineScenario({
  name: 'ladder',
  description: 'Three validators, six honest miners of rising skill, one that guesses and one that is offline.',
  epochs: 50,
  noise: { sigma: 0.01 },
  scoring: { skillExponent: 1, skillFloor: 0 },
  actors: [
    { name: 'validator', role: 'validator', count: 3, stake: { kind: 'even', from: 4_000, to: 3_000 } },
    { name: 'honest', role: 'miner', count: 6, skill: { kind: 'even', from: 0.27, to: 0.89 } },
    { name: 'guesser', role: 'miner', strategy: 'random', skill: 0 },
    { name: 'offline', role: 'miner', strategy: 'offline', skill: 0 },
  ],
})
