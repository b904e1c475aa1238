import { glyphs } from '../../../../shared/mechanism/glyphs/glyphs.ts'
import { toSizes } from '../../../../shared/round/sizes.ts'
import { checkOnnxProofs } from '../../play/full/check-onnx-proofs.ts'
import { ladderModel } from '../../play/full/ladder-models.ts'
import { honestMiner } from '../../play/full/miner-strategy.ts'
import { createOnnxModel } from '../../play/full/onnx-model.ts'
import { type FullMiner, playEpochs } from '../../play/full/play-epochs.ts'
import { createYumaChain } from '../../play/full/yuma-chain.ts'
import { bytesOf, hotkeyNamed } from '../arena/names.ts'
import { rulesOf } from '../arena/rules-of.ts'
import { weighedAtOnce } from '../arena/settings-of.ts'
import { type Attack, FREE } from '../attack.ts'

/** Rungs of the ladder that honest miners run; the attacker runs one of them less and says that it is the best. */
const HONEST_RUNGS = [1, 2, 3, 5]
const RUNS = 4
const CLAIMS = 6
const EPOCHS = 3
/** As validators ask unless they are told: a round of fewer tasks has too few proofs to tell. */
const SIZES = toSizes(128)

/** B07: a smaller model than the registered one. */
export const downgrade: Attack = {
  id: 'B07',
  name: 'downgrade',
  does: 'Registers the best model and answers by a smaller one. What it is paid follows from its answers, so that the claim earns nothing by itself; a proof makes it cost everything. Played with ONNX models and their proofs.',
  side: 'miner',
  level: 'full',
  resources: 'one uid, a small model, a copy of the large one',
  defences: ['proofs'],
  async play({ seed, defences, isOn }) {
    const rungs = [...HONEST_RUNGS, RUNS, CLAIMS]
    const models = await Promise.all(rungs.map((rung) => ladderModel('glyphs', rung)))
    const toMiner = (index: number, name: string, claims = index): FullMiner => {
      const model = models[index]
      if (model === undefined) throw new RangeError(`no model ${index}`)
      const answering = createOnnxModel(glyphs, model)
      const digest = models[claims]?.digest ?? model.digest
      return {
        hotkey: hotkeyNamed(name),
        uid: 1 + index,
        strategy: honestMiner(answering),
        model: digest,
        modelBlock: 10 + index,
        registeredBlock: index,
      }
    }
    const honest = HONEST_RUNGS.map((_, index) => toMiner(index, `honest ${index}`))
    const own = HONEST_RUNGS.length
    const attacker = toMiner(own, 'attacker', isOn ? own + 1 : own)
    const miners = [...honest, attacker]
    const stakes = [1000, ...miners.map(() => 0)]
    const { epochs, accused } = await playEpochs({
      rules: { ...rulesOf(defences), mechanism: glyphs, sizes: SIZES },
      validators: [{ hotkey: hotkeyNamed('validator 0'), uid: 0 }],
      miners,
      epochs: EPOCHS,
      chain: createYumaChain({ stakes, settings: weighedAtOnce(defences) }),
      seed: bytesOf(`downgrade ${seed}`),
      checkProofs: checkOnnxProofs(glyphs, new Map(models.map((model) => [model.digest, model]))),
    })
    return {
      shares: epochs.map((paid) => paid.miners[attacker.uid] ?? 0),
      honest: epochs.map((paid) => honest.reduce((sum, { uid }) => sum + (paid.miners[uid] ?? 0), 0)),
      quality: [...HONEST_RUNGS, RUNS],
      pay: miners.map(({ uid }) => epochs.reduce((sum, paid) => sum + (paid.miners[uid] ?? 0), 0)),
      hits: honest.map(({ hotkey }) => ({ isHit: accused.has(hotkey) })),
      spending: { ...FREE, registration: 1 },
      effort: 1,
    }
  },
}
