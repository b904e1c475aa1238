import { playCheat } from '../arena/full-arena.ts'
import { topOf } from '../arena/rows.ts'
import type { Attack } from '../attack.ts'

const BIG_SKILL = 0.78
const SLOW_MS = 60_000

/** B06: late answers by more compute, and silence in hard rounds. */
export const chosenRounds: Attack = {
  id: 'B06',
  name: 'chosen rounds',
  does: 'Where no deadline holds it answers a minute late by a model six times as large. Where one does, it answers by its own, and only in rounds in which its model is surer than on average so far.',
  side: 'miner',
  level: 'full',
  resources: 'one uid, a quick model of medium skill and a slow one',
  defences: ['deadline', 'missing-worst'],
  play: (run) =>
    playCheat(run, (own, { model, rules }) => {
      const big = model('attacker, large', BIG_SKILL)
      const isLate = rules.deadlineMs > SLOW_MS
      let [sureness, rounds] = [0, 0]
      return {
        models: [own, big],
        answer({ tasks }) {
          if (isLate) return { rows: tasks.map((task) => task.answerBy(big)), latencyMs: SLOW_MS }
          const rows = tasks.map((task) => task.answerBy(own))
          const sure = rows.reduce((sum, row) => sum + topOf(row), 0) / rows.length
          const isHard = sure < sureness
          rounds++
          sureness += (sure - sureness) / rounds
          return isHard ? undefined : { rows, latencyMs: 100 }
        },
      }
    }),
}
