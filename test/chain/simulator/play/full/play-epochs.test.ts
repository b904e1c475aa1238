import { describe, expect, test } from 'vitest'
import { hotkeyNamed } from '../../../../../chain/simulator/attack/arena/names.ts'
import { ARENA_MECHANISM, rulesOf } from '../../../../../chain/simulator/attack/arena/rules-of.ts'
import { DEFAULT_DEFENCES, type DefenceId } from '../../../../../chain/simulator/attack/defences.ts'
import { createCalibratedModel } from '../../../../../chain/simulator/play/full/calibrated-model.ts'
import { honestMiner, type MinerStrategy } from '../../../../../chain/simulator/play/full/miner-strategy.ts'
import { type FullMiner, playEpochs } from '../../../../../chain/simulator/play/full/play-epochs.ts'
import { createYumaChain, DEFAULT_CONSENSUS } from '../../../../../chain/simulator/play/full/yuma-chain.ts'
import { utf8 } from '../../../../../shared/bytes.ts'

const VALIDATORS = 2
const SKILLS = [0.3, 0.5, 0.7]
const models = SKILLS.map((skill, index) => createCalibratedModel(ARENA_MECHANISM, { name: `m${index}`, skill }))

const minerOf = (index: number, strategy?: MinerStrategy): FullMiner => {
  const model = models[index % models.length]!
  return {
    hotkey: hotkeyNamed(`miner ${index}`),
    uid: VALIDATORS + index,
    strategy: strategy ?? honestMiner(model),
    model: model.digest,
    modelBlock: 10 + index,
    registeredBlock: index,
  }
}

const without = (...ids: readonly DefenceId[]) => new Set(DEFAULT_DEFENCES.filter((id) => !ids.includes(id)))

async function play(miners: readonly FullMiner[], { defences = without(), epochs = 6, seed = 'a' } = {}) {
  const faults: string[] = []
  const result = await playEpochs({
    rules: rulesOf(defences),
    validators: Array.from({ length: VALIDATORS }, (_, uid) => ({ hotkey: hotkeyNamed(`validator ${uid}`), uid })),
    miners,
    epochs,
    chain: createYumaChain({ stakes: [1000, 1000, ...miners.map(() => 0)], settings: DEFAULT_CONSENSUS }),
    seed: utf8(`sixteen bytes or more ${seed}`),
    onFault: (hotkey, error) => faults.push(`${hotkey}: ${String(error)}`),
  })
  const pay = miners.map(({ uid }) => result.epochs.reduce((sum, { miners }) => sum + (miners[uid] ?? 0), 0) / epochs)
  return { ...result, pay, faults }
}

describe('epochs at the full level', () => {
  test('pay honest miners by their skill and accuse nobody', async () => {
    const { pay, accused, faults } = await play(SKILLS.map((_, index) => minerOf(index)))
    expect(pay).toEqual(pay.toSorted((a, b) => a - b))
    expect(pay[0]).toBeGreaterThan(0)
    expect(pay.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6)
    expect([...accused]).toEqual([])
    expect(faults).toEqual([])
  })

  test('are the same by the same seed, and others by another', async () => {
    const miners = SKILLS.map((_, index) => minerOf(index))
    const [one, again, other] = [await play(miners), await play(miners), await play(miners, { seed: 'b' })]
    expect(again.pay).toEqual(one.pay)
    expect(other.pay).not.toEqual(one.pay)
  })

  test('pay a model once, however many hotkeys it has, to the first that registered it', async () => {
    const copy = { ...minerOf(3, honestMiner(models[2]!)), model: models[2]!.digest }
    const { pay, findings } = await play([...SKILLS.map((_, index) => minerOf(index)), copy])
    expect(pay[3]).toBe(0)
    expect(pay[2]).toBeGreaterThan(0.3)
    expect(findings[0]?.[3]?.[0]?.tag).toBe('duplicate')
  })

  test('count nothing that was changed after the hashes were in', async () => {
    const changing: MinerStrategy = {
      models: [models[0]!],
      answer: ({ tasks }) => ({ rows: tasks.map((task) => task.answerBy(models[0]!)) }),
      amend: ({ tasks }, _, open) => ({
        rows: tasks.map((task) => open(hotkeyNamed('miner 2'), task.key) ?? task.answerBy(models[0]!)),
      }),
    }
    const miners = [minerOf(0), minerOf(1), minerOf(2), minerOf(3, changing)]
    expect((await play(miners)).pay[3]).toBe(0)
    const naive = without('commit-answers', 'slices', 'duplicates')
    expect((await play(miners, { defences: naive })).pay[3]).toBeGreaterThan(0.2)
  })

  test('go on when a strategy throws or answers nonsense', async () => {
    const throws: MinerStrategy = {
      models: [],
      answer() {
        throw new Error('out of order')
      },
    }
    const nonsense: MinerStrategy = {
      models: [],
      answer: ({ tasks }) => ({ rows: tasks.map(() => new Float32Array(10).fill(Number.NaN)) }),
    }
    const { pay, faults } = await play([minerOf(0), minerOf(1), minerOf(2, throws), minerOf(3, nonsense)])
    expect(pay.slice(2)).toEqual([0, 0])
    expect(pay[1]).toBeGreaterThan(0)
    expect(faults.some((fault) => fault.includes('out of order'))).toBe(true)
    expect(faults.some((fault) => fault.includes('NaN'))).toBe(true)
  })

  test('catch who knows references of canaries', async () => {
    const leak = without('fresh-tasks')
    const cheat: MinerStrategy = {
      models: [models[0]!],
      answer: ({ tasks, known }) => ({
        rows: tasks.map((task) => known.references.get(task.key)?.row ?? task.answerBy(models[0]!)),
      }),
    }
    const { findings } = await play([minerOf(0), minerOf(1), minerOf(2), minerOf(3, cheat)], {
      defences: leak,
      epochs: 24,
    })
    expect(findings[0]?.[3]?.some(({ tag }) => tag === 'leak')).toBe(true)
  })
})

describe('a chain of consensus alone', () => {
  test('pays by weights, shows them, and keeps committed ones back for as long as it says', () => {
    const chain = createYumaChain({ stakes: [1000, 1000, 0, 0], settings: { ...DEFAULT_CONSENSUS, revealEpochs: 2 } })
    for (let epoch = 0; epoch < 4; epoch++) {
      for (const uid of [0, 1]) chain.setWeights(uid, [0, 0, 65_535, epoch < 2 ? 0 : 65_535])
      const { miners } = chain.endEpoch()
      expect(chain.revealed()[0] === undefined).toBe(epoch < 2)
      if (epoch >= 2) expect([...miners]).toEqual([0, 0, 1, 0])
    }
    expect([...chain.endEpoch().miners]).toEqual([0, 0, 0.5, 0.5])
  })
})
