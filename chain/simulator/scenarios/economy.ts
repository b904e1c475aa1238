import { defineScenario } from '../scenario/schema.ts'

/**
 * A subnet over time: stake compounds, nominators follow yields, miners come while a registration pays back and stop
 * when their work does not, a wave of registrations passes every 50 epochs, and one validator takes less of the dividends
 * than the others.
 */
export const economy = defineScenario({
  name: 'economy',
  description: 'Who owns a subnet after a while? Compounding, delegation by yield, entry and exit of miners by profit.',
  epochs: 300,
  noise: { sigma: 0.05 },
  economy: { every: 5 },
  network: {
    tempo: 20,
    maxUids: 32,
    hyperparameters: { immunity_period: 100, min_burn: 100_000_000, max_burn: 100_000_000_000 },
  },
  actors: [
    {
      name: 'validators',
      role: 'validator',
      count: 6,
      stake: { kind: 'pareto', least: 4_000, exponent: 1.2 },
      team: 'house',
    },
    { name: 'cheap validator', role: 'validator', stake: 4_000, team: 'discount' },
    { name: 'miners', role: 'miner', count: 16, skill: { kind: 'even', from: 0.3, to: 0.9 } },
    {
      name: 'newcomers',
      role: 'miner',
      count: 24,
      strategy: 'profit-seeker',
      params: { cost: 0.1, patience: 20 },
      skill: { kind: 'even', from: 0.2, to: 0.95 },
      balance: 50,
      registered: false,
      team: 'market',
    },
    { name: 'house treasurer', role: 'chain', strategy: 'treasurer', params: { out: 0.2, every: 10 }, team: 'house' },
    {
      name: 'discounter',
      role: 'chain',
      strategy: 'treasurer',
      params: { take: 0.05, restake: 1, every: 10 },
      team: 'discount',
    },
    {
      name: 'market',
      role: 'chain',
      strategy: 'entrants',
      params: { horizon: 100, margin: 2, wave: 50, size: 6 },
      team: 'market',
    },
    { name: 'nominators', role: 'chain', count: 20, strategy: 'nominator', balance: 2_000 },
  ],
})
