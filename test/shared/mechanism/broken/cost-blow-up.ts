import { mechanism as parity } from '../../../../shared/mechanism/example/parity.ts'

type Task = Parameters<typeof parity.score>[0]

const distance = (a: Task, b: Task): number =>
  a.inputs.reduce((sum, value, index) => sum + (value - (b.inputs[index] ?? 0)) ** 2, 0)

/** Broken: makes sure that no two tasks are alike by comparing each with every other, which grows with the square. */
export const mechanism: typeof parity = {
  ...parity,
  id: 'cost-blow-up',
  makeTasks: (rng, count, difficulty) => {
    const tasks = parity.makeTasks(rng, count, difficulty)
    return tasks.filter((task) => tasks.every((other) => other === task || distance(task, other) > 0))
  },
}
