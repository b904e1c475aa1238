import { playCheat } from '../arena/full-arena.ts'
import type { Attack } from '../attack.ts'

/** B02: another miner does the work. */
export const relay: Attack = {
  id: 'B02',
  name: 'relay',
  does: 'Every task, its own slice too, is passed on to the best miner, which answers whoever has a permit; its answers are given as one’s own.',
  side: 'miner',
  level: 'full',
  resources: 'one uid with a permit to ask, a model of medium skill',
  defences: ['duplicates'],
  play: (run) =>
    playCheat(run, (own, { honest }) => {
      const victim = honest.at(-1)?.model ?? own
      return { models: [victim], answer: ({ tasks }) => ({ rows: tasks.map((task) => task.answerBy(victim)) }) }
    }),
}
