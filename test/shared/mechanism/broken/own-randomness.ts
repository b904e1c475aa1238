import { mechanism as parity } from '../../../../shared/mechanism/example/parity.ts'

/** Broken: rows are shuffled by the machine's randomness, which no other validator can repeat. */
export const mechanism: typeof parity = {
  ...parity,
  id: 'own-randomness',
  makeTasks: (rng, count, difficulty) => [...parity.makeTasks(rng, count, difficulty)].sort(() => Math.random() - 0.5),
}
