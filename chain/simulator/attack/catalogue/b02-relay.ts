import type { MinerStrategy } from '../../play/full/miner-strategy.ts'
import { OWN_SKILL, playArena, playHonest } from '../arena/full-arena.ts'
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
  play: (run) => {
    if (!run.isOn) return playHonest(run)
    return playArena(run, ({ model, honest }) => {
      const own = model('attacker', OWN_SKILL)
      const victim = honest.at(-1)?.model ?? own
      const strategy: MinerStrategy = {
        models: [victim],
        answer: ({ tasks }) => ({ rows: tasks.map((task) => task.answerBy(victim)) }),
      }
      return { entrants: [{ name: 'attacker', strategy, model: own.digest, skill: OWN_SKILL }] }
    })
  },
}
