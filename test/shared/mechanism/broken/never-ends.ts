import { mechanism as parity } from '../../../../shared/mechanism/example/parity.ts'

/** Broken: at the hardest it draws until it likes what it sees, which it never does. */
export const mechanism: typeof parity = {
  ...parity,
  id: 'never-ends',
  makeTasks(rng, count, difficulty) {
    while (difficulty === 1 && rng.uniform() < 2) rng.u32()
    return parity.makeTasks(rng, count, difficulty)
  },
}
