import { mechanism as parity } from '../../../../shared/mechanism/example/parity.ts'

/** Broken: the last number of each row ends in a bit that is the answer. Canaries look the same, so only a learner sees it. */
export const mechanism: typeof parity = {
  ...parity,
  id: 'low-bits',
  makeTasks(rng, count, difficulty) {
    const tasks = parity.makeTasks(rng, count, difficulty)
    for (const { inputs, label } of tasks) {
      const bits = new Uint32Array(inputs.buffer, inputs.byteOffset, inputs.length)
      bits[5] = ((bits[5] ?? 0) & ~1) | label
    }
    return tasks
  },
}
