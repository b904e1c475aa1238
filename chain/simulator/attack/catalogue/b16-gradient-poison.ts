import type { Attack } from '../attack.ts'
import { lossOf, PARAMETERS } from '../training/tiny-network.ts'
import { playTraining } from '../training/training-arena.ts'

/** Times that the poison is longer than an honest gradient. */
const SCALE = 30
const TARGET = 0

/** B16: a gradient that breaks the network. */
export const gradientPoison: Attack = {
  id: 'B16',
  name: 'gradient poison',
  does: 'Trains towards calling everything one class, and sends that gradient thirty times as long, so that the sum of all follows it.',
  side: 'miner',
  level: 'training',
  resources: 'one uid',
  defences: ['clean-loss', 'norm-clip'],
  play: async (run) =>
    playTraining(run, {
      name: 'attacker',
      gradient({ parameters, shard }) {
        const gradient = new Float64Array(PARAMETERS)
        lossOf(parameters, { inputs: shard.inputs, labels: shard.labels.map(() => TARGET) }, gradient)
        return gradient.map((value) => SCALE * value)
      },
    }),
}
