import { meanDistribution } from '../../../../shared/mechanism/rows/row-answers.ts'
import { playCheat } from '../arena/full-arena.ts'
import type { Attack } from '../attack.ts'

/** B03: answers copied after the others have shown theirs. */
export const lateCopy: Attack = {
  id: 'B03',
  name: 'late copy',
  does: 'A validator that colludes shows it the answers of the three best miners before its own are due. To shared tasks it answers their mean, which is better than any of them and like none; to tasks that only it was asked it answers by its own model.',
  side: 'miner',
  level: 'full',
  resources: 'one uid, a model of medium skill, a leak at the validators',
  defences: ['commit-answers', 'slices'],
  play: (run) =>
    playCheat(run, (own, { honest }) => {
      const victims = honest.slice(-3).map(({ hotkey }) => hotkey)
      return {
        models: [own],
        answer: ({ tasks }) => ({ rows: tasks.map((task) => task.answerBy(own)) }),
        amend: ({ tasks }, mine, open) => ({
          rows: tasks.map((task, at) => {
            const seen = victims.flatMap((victim) => open(victim, task.key) ?? [])
            return seen.length === 0 ? (mine?.rows[at] ?? task.answerBy(own)) : meanDistribution(seen)
          }),
        }),
      }
    }),
}
