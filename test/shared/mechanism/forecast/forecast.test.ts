import { describe, expect, it } from 'vitest'
import { BIN_WIDTH, BINS } from '../../../../shared/mechanism/forecast/bins.ts'
import { binnedCrps } from '../../../../shared/mechanism/forecast/crps.ts'
import { forecast, WINDOW } from '../../../../shared/mechanism/forecast/forecast.ts'
import { randomAnswer } from '../../../../shared/mechanism/rows/random-answer.ts'
import { meanDistribution, rowsToWire } from '../../../../shared/mechanism/rows/row-answers.ts'
import { toSkill } from '../../../../shared/mechanism/skill.ts'
import { toWire } from '../../../../shared/model/tensor.ts'
import { openRandomModel } from '../../../support/onnx-models.ts'
import { seeded } from '../../../support/seeded.ts'

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const pool = forecast.makeTasks(seeded(1), 6000)

const skillOf = (answers: unknown, tasks = pool) => {
  const parsed = forecast.parseAnswers(answers, tasks)
  const mean = parsed.reduce((sum, answer, i) => sum + forecast.score(tasks[i]!, answer), 0) / tasks.length
  return toSkill(mean, forecast.scaleOf(tasks))
}

describe('forecast tasks', () => {
  it('are the same for the same generator and different for another', () => {
    const tasks = forecast.makeTasks(seeded(1), 5)
    expect(forecast.makeTasks(seeded(1), 5)).toEqual(tasks)
    expect(forecast.makeTasks(seeded(2), 5)).not.toEqual(tasks)
  })

  it('stay the same from version to version', () => {
    // A change here changes what a seed means: raise the version of the mechanism and train the ladder again.
    expect(pool.slice(0, 8).map(({ label }) => label)).toEqual([9, 19, 10, 22, 10, 21, 17, 20])
    expect(pool[0]!.inputs[0]).toBeCloseTo(0.5676590800285339, 5)
  })

  it('are standardised by what the miner sees and by nothing else', () => {
    for (const { inputs } of pool.slice(0, 300)) {
      expect(inputs.length).toBe(WINDOW)
      const mean = inputs.reduce((a, b) => a + b) / WINDOW
      expect(mean).toBeCloseTo(0, 5)
      expect(inputs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / WINDOW).toBeCloseTo(1, 4)
    }
  })

  it('fall into each bin as often as their laws say', () => {
    for (let bin = 0; bin < BINS; bin++) {
      const expected = pool.reduce((sum, { law }) => sum + law[bin]!, 0)
      const variance = pool.reduce((sum, { law }) => sum + law[bin]! * (1 - law[bin]!), 0)
      const found = pool.filter(({ label }) => label === bin).length
      expect(Math.abs(found - expected)).toBeLessThan(4.5 * Math.sqrt(variance) + 1)
    }
  })

  it('are harder to foretell the higher the dial', () => {
    const perfect = [0, 0.2, 0.6, 1].map((dial) => forecast.scaleOf(forecast.makeTasks(seeded(3), 3000, dial)).perfect)
    for (let i = 1; i < perfect.length; i++) expect(perfect[i]).toBeLessThan(perfect[i - 1]!)
  })

  it.each([-0.1, 1.1, Number.NaN])('refuse a difficulty of %d', (difficulty) => {
    expect(() => forecast.makeTasks(seeded(1), 1, difficulty)).toThrow(
      expect.objectContaining({ code: 'out-of-range' }),
    )
  })
})

describe('the scale of forecast', () => {
  it('is the mean over its tasks', () => {
    const { worst, chance, perfect } = forecast.scaleOf(pool)
    expect(worst).toBe(forecast.scale.worst)
    expect(Math.abs(chance - forecast.scale.chance)).toBeLessThan(0.02)
    expect(Math.abs(perfect - forecast.scale.perfect)).toBeLessThan(0.02)
  })

  it('gives the law 1 and the naive answer 0 in every round', () => {
    for (let from = 0; from < pool.length; from += 60) {
      const tasks = pool.slice(from, from + 60)
      expect(skillOf(throughJson(forecast.referenceAnswers!(tasks)), tasks)).toBeCloseTo(1, 4)
      expect(skillOf(throughJson(forecast.naiveAnswers(tasks)), tasks)).toBeLessThan(1e-6)
    }
  })

  it('gives next to nothing to those who do not look at the series', () => {
    const everywhere = meanDistribution(pool.map(({ law }) => law))
    expect(skillOf(rowsToWire(pool.map(() => everywhere)))).toBeLessThan(0.01)
    expect(skillOf(randomAnswer(seeded(2), pool.length, BINS))).toBeLessThan(0.01)
  })
})

describe('honesty about the next value', () => {
  it('earns the most by expectation, whichever way a report is moved', () => {
    const rng = seeded(4)
    const expected = (law: Float32Array, report: Float32Array) =>
      law.reduce((sum, share, bin) => sum + share * binnedCrps(bin, report, BIN_WIDTH), 0)
    for (const { law } of pool.slice(0, 60)) {
      const honest = expected(law, law)
      for (let i = 0; i < 60; i++) {
        // Probability carried from one bin to another, a little or a lot.
        const report = law.slice()
        const from = rng.below(BINS)
        const carried = report[from]! * rng.uniform() ** 3
        report[from]! -= carried
        report[rng.below(BINS)]! += carried
        expect(expected(law, report)).toBeLessThanOrEqual(honest + 1e-7)
      }
      for (const power of [0.5, 0.8, 1.25, 2]) {
        const bent = law.map((share) => share ** power)
        const sum = bent.reduce((a, b) => a + b)
        expect(
          expected(
            law,
            bent.map((share) => share / sum),
          ),
        ).toBeLessThanOrEqual(honest + 1e-7)
      }
    }
  })
})

describe('a forecast on the wire', () => {
  it('carries the series and nothing of what came after', () => {
    const tasks = pool.slice(0, 3)
    const request = forecast.toRequest(tasks)
    expect(forecast.toRequest(tasks.map(({ inputs }) => ({ inputs, label: 0, law: new Float32Array(BINS) })))).toEqual(
      request,
    )
    expect(forecast.parseRequest(throughJson(request))).toEqual(request)
    expect(request.inputs.dims).toEqual([3, WINDOW])
    expect(forecast.toRequest(tasks.map((task) => forecast.toCanary(task, seeded(5))))).toEqual(request)
  })

  it('goes from request to scores', async () => {
    const model = await openRandomModel(seeded(1), WINDOW, BINS)
    await forecast.checkModel(model)
    const tasks = pool.slice(0, 40)
    const request = forecast.parseRequest(throughJson(forecast.toRequest(tasks)))
    const answers = forecast.parseAnswers(throughJson(await forecast.answer(request, model)), tasks)
    expect(answers).toHaveLength(40)
    answers.forEach((answer, i) => {
      expect(forecast.score(tasks[i]!, answer)).toBeGreaterThanOrEqual(forecast.scale.worst)
      expect(forecast.score(tasks[i]!, answer)).toBeLessThan(0)
    })
    await model.close()
  })

  it.each([
    ['fewer rows', [1, BINS], 1 / BINS],
    ['fewer bins', [2, BINS - 1], 1 / (BINS - 1)],
    ['rows that sum to more than 1', [2, BINS], 2 / BINS],
    ['negative probabilities', [2, BINS], -1 / BINS],
    ['NaN', [2, BINS], Number.NaN],
    ['infinity', [2, BINS], Number.POSITIVE_INFINITY],
  ] as const)('refuses %s', (_, dims, value) => {
    const answers = toWire({ dims, data: new Float32Array(dims[0] * dims[1]).fill(value) })
    expect(() => forecast.parseAnswers(answers, pool.slice(0, 2))).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    )
  })

  it.each([
    [WINDOW - 1, BINS],
    [WINDOW, BINS + 1],
  ])('refuses a model from %d to %d', async (width, outputs) => {
    const model = await openRandomModel(seeded(1), width, outputs)
    await expect(forecast.checkModel(model)).rejects.toMatchObject({ code: 'model-mismatch' })
    await model.close()
  })
})
