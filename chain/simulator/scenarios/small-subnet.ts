import { defineScenario } from '../scenario/schema.ts'

/** A subnet in which everybody does what it should, and a few that are lazy or inconsistent: what most earn in one. */
export const smallSubnet = defineScenario({
  name: 'small-subnet',
  description: 'Eight honest validators and 24 miners of rising skill, two of them lazy and two inconsistent.',
  epochs: 200,
  noise: { sigma: 0.05 },
  actors: [
    { name: 'validators', role: 'validator', count: 8, stake: { kind: 'normal', mean: 10_000, deviation: 0.3 } },
    { name: 'honest miners', role: 'miner', count: 20, skill: { kind: 'even', from: 0.3, to: 0.9 } },
    { name: 'lazy miners', role: 'miner', count: 2, strategy: 'lazy', params: { effort: 0.5 }, skill: 0.9 },
    { name: 'noisy miners', role: 'miner', count: 2, strategy: 'noisy', params: { sigma: 0.2 }, skill: 0.6 },
  ],
})
