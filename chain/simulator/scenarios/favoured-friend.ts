import { defineScenario } from '../scenario/schema.ts'

/**
 * A validator with an eighth of the stake pays a weak miner as the best, and a good miner answers too late: what consensus
 * leaves of a favour. `devnet up --scenario favoured-friend` plays it with processes.
 */
export const favouredFriend = defineScenario({
  name: 'favoured-friend',
  description: 'One of four validators pays a weak miner as the best; one good miner answers too late.',
  epochs: 50,
  noise: { sigma: 0.01 },
  scoring: { skillExponent: 1, skillFloor: 0 },
  actors: [
    { name: 'validator', role: 'validator', count: 3, stake: { kind: 'even', from: 4_000, to: 3_000 } },
    {
      name: 'unfair validator',
      role: 'validator',
      strategy: 'favouring',
      params: { friend: 'honest 1' },
      stake: 1_500,
      attacker: true,
    },
    { name: 'honest', role: 'miner', count: 5, skill: { kind: 'even', from: 0.27, to: 0.76 } },
    { name: 'late', role: 'miner', strategy: 'late', skill: 0.89 },
  ],
})
