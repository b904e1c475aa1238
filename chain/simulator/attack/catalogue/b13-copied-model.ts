import { toSizes } from '../../../../shared/round/sizes.ts'
import type { MinerStrategy } from '../../play/full/miner-strategy.ts'
import { honestEntrant, OWN_SKILL, playArena } from '../arena/full-arena.ts'
import { rngOf } from '../arena/names.ts'
import { disturbedRow } from '../arena/rows.ts'
import type { Attack } from '../attack.ts'

/** Noise on log-probabilities: what a fine-tune of a few steps, or a noise to hide behind, does to answers. */
const NOISE = 0.3

/** The best model has to be there before it can be copied. */
const ARRIVES = 5
const EPOCHS = 20

/** As validators ask unless they are told: likeness takes some tasks to show. */
const SIZES = toSizes(128)

/** B13: the best model, downloaded and registered again. */
export const copiedModel: Attack = {
  id: 'B13',
  name: 'copied model',
  does: 'Downloads the best registered model, disturbs its answers a little, registers it as its own and runs it itself. Likeness takes evidence, two to a dozen rounds of it, in which the copy is paid as a newcomer.',
  side: 'miner',
  level: 'full',
  resources: 'one uid, a copy of the best model',
  defences: ['duplicates', 'trial', 'proper-score', 'graded-score', 'absolute-pay'],
  play: (run) =>
    playArena(
      run,
      ({ model, honest }) => {
        const own = model('attacker', OWN_SKILL)
        const best = honest.at(-1)?.model ?? own
        if (!run.isOn)
          return { entrants: [{ ...honestEntrant('attacker', own, OWN_SKILL), fromEpoch: ARRIVES }], epochs: EPOCHS }
        const rng = rngOf(run.seed, 'disturbance')
        const strategy: MinerStrategy = {
          models: [best],
          answer: ({ tasks }) => ({ rows: tasks.map((task) => disturbedRow(task.answerBy(best), NOISE, rng.normal)) }),
        }
        const copier = { name: 'attacker', strategy, model: own.digest, skill: OWN_SKILL, fromEpoch: ARRIVES }
        return { entrants: [copier], epochs: EPOCHS }
      },
      SIZES,
    ),
}
