import { defineScenario } from '../scenario/schema.ts'

/**
 * Every cheat that the miner program can play, among honest miners: what each is paid once validators know them.
 * `devnet up --scenario cheats` plays it with processes.
 */
export const cheats = defineScenario({
  name: 'cheats',
  description: 'Three validators, two honest miners, a relay, a sybil of two uids, a cacher and a downgrade.',
  epochs: 50,
  noise: { sigma: 0.01 },
  actors: [
    { name: 'validator', role: 'validator', count: 3, stake: { kind: 'even', from: 4_000, to: 3_000 } },
    { name: 'honest', role: 'miner', count: 2, skill: { kind: 'even', from: 0.38, to: 0.89 } },
    { name: 'relay', role: 'miner', strategy: 'relay', params: { victim: 'honest 2' }, stake: 10, skill: 0.27 },
    { name: 'sybil', role: 'miner', strategy: 'sybil', count: 2, skill: 0.52 },
    { name: 'cacher', role: 'miner', strategy: 'cache', skill: 0.76 },
    { name: 'downgrade', role: 'miner', strategy: 'downgrade', skill: 0.65 },
  ],
})
