import type { Attack } from '../attack.ts'
import { PARAMETERS } from '../training/tiny-network.ts'
import { playTraining } from '../training/training-arena.ts'

/** Noise that hides a copy from whoever compares the largest entries, in lengths of the gradient. */
const HIDING = 0.15

/** B15: somebody else's gradient. */
export const gradientCopy: Attack = {
  id: 'B15',
  name: 'gradient copy',
  does: 'Trains nothing: sends the mean of the gradients that the others sent before, with a little noise. It saves more loss than any of them and says nothing of the rows that it was assigned.',
  side: 'miner',
  level: 'training',
  resources: 'one uid, sight of the other gradients',
  defences: ['own-random', 'overlap'],
  play: async (run) =>
    playTraining(run, {
      name: 'attacker',
      gradient({ seen, rng }) {
        const mean = new Float64Array(PARAMETERS)
        for (const gradient of seen)
          for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + (gradient[i] ?? 0) / seen.length
        const scale = HIDING * Math.sqrt(mean.reduce((sum, value) => sum + value * value, 0) / mean.length)
        return mean.map((value) => value + scale * rng.normal())
      },
    }),
}
