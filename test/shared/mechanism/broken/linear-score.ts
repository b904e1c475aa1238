import { mechanism as parity } from '../../../../shared/mechanism/example/parity.ts'

type Task = Parameters<typeof parity.score>[0]

const score = ({ label }: Task, answer: Float32Array): number => answer[label] ?? 0

/** Broken: paid is the probability of the truth itself, so that being surer than one is pays. */
export const mechanism: typeof parity = {
  ...parity,
  id: 'linear-score',
  scale: { worst: 0, chance: 0.5, perfect: 0.87 },
  scaleOf: (tasks) => ({
    worst: 0,
    chance: 0.5,
    perfect: Math.max(
      0.7,
      tasks.reduce((sum, task) => sum + score(task, Float32Array.of(1 - task.odd, task.odd)), 0) / tasks.length,
    ),
  }),
  score,
}
