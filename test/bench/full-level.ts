import { hotkeyNamed } from '../../chain/simulator/attack/arena/names.ts'
import { ARENA_MECHANISM, rulesOf } from '../../chain/simulator/attack/arena/rules-of.ts'
import { DEFAULT_DEFENCES } from '../../chain/simulator/attack/defences.ts'
import { createCalibratedModel } from '../../chain/simulator/play/full/calibrated-model.ts'
import { honestMiner } from '../../chain/simulator/play/full/miner-strategy.ts'
import { type FullMiner, playEpochs } from '../../chain/simulator/play/full/play-epochs.ts'
import { createYumaChain, DEFAULT_CONSENSUS } from '../../chain/simulator/play/full/yuma-chain.ts'
import { utf8 } from '../../shared/bytes.ts'
import type { BenchRow } from './row.ts'

const VALIDATORS = 4
const MINERS = 16
const EPOCHS = 60
const WARM_UP = 20
/** As our validator asks with 64 tasks for each miner and round. */
const SIZES = { shared: 51, own: 10, canaries: 3 }

/** Epochs of the simulator's full level, one round of each validator in every one. */
export async function benchFullLevel(): Promise<readonly BenchRow[]> {
  const miners = Array.from({ length: MINERS }, (_, index): FullMiner => {
    const skill = Math.round(100 * (0.3 + (0.6 * index) / MINERS)) / 100
    const model = createCalibratedModel(ARENA_MECHANISM, { name: `miner ${index}`, skill })
    return {
      hotkey: hotkeyNamed(`miner ${index}`),
      uid: VALIDATORS + index,
      strategy: honestMiner(model),
      model: model.digest,
      modelBlock: 10 + index,
      registeredBlock: index,
    }
  })
  const play = (epochs: number) =>
    playEpochs({
      rules: { ...rulesOf(new Set(DEFAULT_DEFENCES)), sizes: SIZES },
      validators: Array.from({ length: VALIDATORS }, (_, uid) => ({ hotkey: hotkeyNamed(`validator ${uid}`), uid })),
      miners,
      epochs,
      chain: createYumaChain({
        stakes: Array.from({ length: VALIDATORS + MINERS }, (_, uid) => (uid < VALIDATORS ? 1000 : 0)),
        settings: DEFAULT_CONSENSUS,
      }),
      seed: utf8('a measurement of the full level'),
    })
  await play(WARM_UP)
  const start = performance.now()
  await play(EPOCHS)
  const value = (EPOCHS * 1000) / (performance.now() - start)
  return [
    {
      name: `full level, glyphs, ${VALIDATORS} × ${MINERS}, 64 tasks each`,
      value,
      unit: 'epochs/s',
      goal: '≥ 30',
    },
  ]
}
