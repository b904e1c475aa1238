import { defineScenario } from '../scenario/schema.ts'

/**
 * The published two-team experiment at one point: an honest team with 60 % of the stake gives 75 % of its weight to its
 * own miners, a cabal gives all of its weight to its own. One epoch of the original Yuma, as the experiment has it. Vary
 * `actors.0.params.utility` and `actors.1.params.utility` for the plane; `devnet retention` draws all of it exactly.
 */
export const retention = defineScenario({
  name: 'retention',
  description: 'Does an honest majority keep its share of the emission against a cabal that weighs only itself?',
  epochs: 1,
  warmup: 0,
  noise: { sigma: 0 },
  network: {
    tempo: 1,
    hyperparameters: {
      yuma3_enabled: false,
      kappa: 32_767,
      // The experiment's scale of 1 is one less than the largest.
      bonds_penalty: 65_534,
      bonds_moving_average: 900_000,
      max_allowed_validators: 64,
    },
  },
  actors: [
    {
      name: 'honest validators',
      role: 'validator',
      count: 38,
      strategy: 'partisan',
      params: { utility: 0.75, deviation: 0.4 },
      stake: { share: 0.6, deviation: 0.3 },
      team: 'honest',
    },
    {
      name: 'cabal validators',
      role: 'validator',
      count: 26,
      strategy: 'partisan',
      params: { utility: 1, deviation: 0.4 },
      stake: { share: 0.4, deviation: 0.3 },
      team: 'cabal',
    },
    { name: 'honest miners', role: 'miner', count: 268, skill: 0.5, team: 'honest' },
    { name: 'cabal miners', role: 'miner', count: 180, skill: 0.5, team: 'cabal' },
  ],
})
