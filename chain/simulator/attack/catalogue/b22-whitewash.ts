import type { MinerStrategy } from '../../play/full/miner-strategy.ts'
import { honestEntrant, OWN_SKILL, playArena } from '../arena/full-arena.ts'
import type { Attack } from '../attack.ts'

/**
 * Epochs from one registration to the next, and those of them with work. Longer work gains more, up to what a newcomer
 * gives up at first: 10 of 20 epochs 1.0, 20 of 30 1.1, less the price of a registration each time.
 */
const CYCLE = 10
const WORK = 3
/** The subnet is there before it, as for everybody who comes with a new hotkey. */
const ARRIVES = 5
const EPOCHS = 25

/** B22: good for a while, then idle, then somebody new. */
export const whitewash: Attack = {
  id: 'B22',
  name: 'whitewash',
  does: `Works for ${WORK} epochs, answers with no work for ${CYCLE - WORK}, and starts anew with another hotkey. The gain is pay per work done.`,
  side: 'miner',
  level: 'full',
  resources: 'one uid at a time, a model of medium skill',
  defences: ['trial', 'half-life', 'missing-worst', 'skill-shape'],
  play: (run) =>
    playArena(run, ({ model, rules }) => {
      const own = model('attacker', OWN_SKILL)
      if (!run.isOn)
        return { entrants: [{ ...honestEntrant('attacker', own, OWN_SKILL), fromEpoch: ARRIVES }], epochs: EPOCHS }
      const entrants = Array.from({ length: (EPOCHS - ARRIVES) / CYCLE }, (_, cycle) => {
        const [fromEpoch, untilEpoch] = [ARRIVES + cycle * CYCLE, ARRIVES + (cycle + 1) * CYCLE]
        const strategy: MinerStrategy = {
          models: [own],
          answer: ({ tasks, epoch }) => {
            if (epoch < fromEpoch + WORK) return { rows: tasks.map((task) => task.answerBy(own)) }
            // No answer where that costs nothing, else one that knows nothing.
            return rules.isMissingWorst ? { rows: tasks.map((task) => evenRow(task.answerBy(own).length)) } : undefined
          },
        }
        const name = `attacker ${cycle}`
        return { name, strategy, model: own.digest, skill: (OWN_SKILL * WORK) / CYCLE, fromEpoch, untilEpoch }
      })
      return { entrants, effort: WORK / CYCLE, epochs: EPOCHS }
    }),
}

const evenRow = (width: number): Float32Array => new Float32Array(width).fill(1 / width)
