import { describe, expect, it } from 'vitest'
import { TOKENS } from '../../../../shared/mechanism/language/automaton.ts'
import { CONTEXT, LANGUAGE_WIDTH, language } from '../../../../shared/mechanism/language/language.ts'
import { entropy, logScore } from '../../../../shared/mechanism/rows/log-score.ts'
import { randomAnswer } from '../../../../shared/mechanism/rows/random-answer.ts'
import { meanDistribution, rowsToWire } from '../../../../shared/mechanism/rows/row-answers.ts'
import { toSkill } from '../../../../shared/mechanism/skill.ts'
import { toWire } from '../../../../shared/model/tensor.ts'
import { openRandomModel } from '../../../support/onnx-models.ts'
import { seeded } from '../../../support/seeded.ts'

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const pool = language.makeTasks(seeded(1), 5000)

const skillOf = (answers: unknown, tasks = pool) => {
  const parsed = language.parseAnswers(answers, tasks)
  const mean = parsed.reduce((sum, answer, i) => sum + language.score(tasks[i]!, answer), 0) / tasks.length
  return toSkill(mean, language.scaleOf(tasks))
}

describe('language tasks', () => {
  it('are the same for the same generator and different for another', () => {
    const tasks = language.makeTasks(seeded(1), 5)
    expect(language.makeTasks(seeded(1), 5)).toEqual(tasks)
    expect(language.makeTasks(seeded(2), 5)).not.toEqual(tasks)
  })

  it('stay the same from version to version', () => {
    // A change here changes what a seed means: raise the version of the mechanism and train the ladder again.
    expect(pool.slice(0, 8).map(({ label }) => label)).toEqual([6, 0, 5, 5, 7, 0, 2, 3])
    expect(entropy([...pool[0]!.law])).toBeCloseTo(1.0799747076217852, 5)
  })

  it('hold one token at each place', () => {
    for (const { inputs } of pool.slice(0, 200)) {
      expect(inputs.length).toBe(LANGUAGE_WIDTH)
      for (let at = 0; at < CONTEXT; at++) {
        const place = [...inputs.subarray(at * TOKENS, (at + 1) * TOKENS)].sort()
        expect(place).toEqual([0, 0, 0, 0, 0, 0, 0, 1])
      }
    }
  })

  it('prefer no token and come out as their laws say', () => {
    for (let token = 0; token < TOKENS; token++) {
      const found = pool.filter(({ label }) => label === token).length
      const expected = pool.reduce((sum, { law }) => sum + law[token]!, 0)
      const variance = pool.reduce((sum, { law }) => sum + law[token]! * (1 - law[token]!), 0)
      expect(Math.abs(found - expected)).toBeLessThan(4.5 * Math.sqrt(variance))
      expect(Math.abs(found - 5000 / TOKENS)).toBeLessThan(120)
    }
  })

  it('score the law at the entropy of the sources, the exact floor', () => {
    const mean = pool.reduce((sum, { law, label }) => sum + logScore(law[label]!), 0) / pool.length
    const floor = pool.reduce((sum, { law }) => sum + entropy([...law]), 0) / pool.length
    expect(Math.abs(mean + floor)).toBeLessThan(0.05)
  })

  it('are harder to foretell the higher the dial', () => {
    const perfect = [0, 0.1, 0.5, 1].map((dial) => language.scaleOf(language.makeTasks(seeded(3), 2000, dial)).perfect)
    for (let i = 1; i < perfect.length; i++) expect(perfect[i]).toBeLessThan(perfect[i - 1]!)
  })

  it.each([-0.1, 1.1, Number.NaN])('refuse a difficulty of %d', (difficulty) => {
    expect(() => language.makeTasks(seeded(1), 1, difficulty)).toThrow(
      expect.objectContaining({ code: 'out-of-range' }),
    )
  })
})

describe('the scale of language', () => {
  it('is the mean over its tasks', () => {
    const { worst, chance, perfect } = language.scaleOf(pool)
    expect(worst).toBe(language.scale.worst)
    expect(chance).toBeCloseTo(language.scale.chance, 9)
    expect(Math.abs(perfect - language.scale.perfect)).toBeLessThan(0.06)
  })

  it('gives the law 1 and even odds 0 in every round', () => {
    for (let from = 0; from < pool.length; from += 50) {
      const tasks = pool.slice(from, from + 50)
      expect(skillOf(throughJson(language.referenceAnswers!(tasks)), tasks)).toBeCloseTo(1, 4)
      expect(skillOf(throughJson(language.naiveAnswers(tasks)), tasks)).toBeLessThan(1e-6)
    }
  })

  it('gives next to nothing to those who do not look at the context', () => {
    const everywhere = meanDistribution(pool.map(({ law }) => law))
    expect(skillOf(rowsToWire(pool.map(() => everywhere)))).toBeLessThan(0.01)
    expect(skillOf(randomAnswer(seeded(2), pool.length, TOKENS))).toBeLessThan(0.01)
  })
})

describe('honesty about the next token', () => {
  it('earns the most by expectation, whichever way a report is moved', () => {
    const rng = seeded(4)
    const expected = (law: Float32Array, report: Float32Array) =>
      law.reduce((sum, share, token) => sum + share * logScore(report[token]!), 0)
    for (const { law } of pool.slice(0, 100)) {
      const honest = expected(law, law)
      for (let i = 0; i < 60; i++) {
        const report = law.slice()
        const from = rng.below(TOKENS)
        const carried = report[from]! * rng.uniform() ** 3
        report[from]! -= carried
        report[rng.below(TOKENS)]! += carried
        // What the clip of the log score lets a report gain over honesty at most.
        expect(expected(law, report)).toBeLessThanOrEqual(honest + Math.log(1 + TOKENS * 1e-4))
      }
    }
  })
})

describe('language on the wire', () => {
  it('carries the context and nothing of what came after', () => {
    const tasks = pool.slice(0, 3)
    const request = language.toRequest(tasks)
    const blank = tasks.map(({ inputs }) => ({ inputs, label: 0, law: new Float32Array(TOKENS) }))
    expect(language.toRequest(blank)).toEqual(request)
    expect(language.parseRequest(throughJson(request))).toEqual(request)
    expect(request.inputs.dims).toEqual([3, LANGUAGE_WIDTH])
    expect(language.toRequest(tasks.map((task) => language.toCanary(task, seeded(5))))).toEqual(request)
  })

  it('draws canaries that no law helps with', () => {
    const rng = seeded(6)
    const canaries = pool.map((task) => language.toCanary(task, rng))
    const mean = canaries.reduce((sum, task) => sum + language.score(task, task.law), 0) / canaries.length
    expect(mean).toBeLessThan(language.scale.chance)
  })

  it('goes from request to scores', async () => {
    const model = await openRandomModel(seeded(1), LANGUAGE_WIDTH, TOKENS)
    await language.checkModel(model)
    const tasks = pool.slice(0, 40)
    const request = language.parseRequest(throughJson(language.toRequest(tasks)))
    const answers = language.parseAnswers(throughJson(await language.answer(request, model)), tasks)
    expect(answers).toHaveLength(40)
    answers.forEach((answer, i) => {
      expect(language.score(tasks[i]!, answer)).toBeCloseTo(logScore(answer[tasks[i]!.label]!), 9)
    })
    await model.close()
  })

  it.each([
    ['fewer rows', [1, TOKENS], 1 / TOKENS],
    ['more tokens', [2, TOKENS + 1], 1 / (TOKENS + 1)],
    ['rows that sum to more than 1', [2, TOKENS], 1],
    ['negative probabilities', [2, TOKENS], -1 / TOKENS],
    ['NaN', [2, TOKENS], Number.NaN],
    ['infinity', [2, TOKENS], Number.POSITIVE_INFINITY],
  ] as const)('refuses %s', (_, dims, value) => {
    const answers = toWire({ dims, data: new Float32Array(dims[0] * dims[1]).fill(value) })
    expect(() => language.parseAnswers(answers, pool.slice(0, 2))).toThrow(
      expect.objectContaining({ code: 'malformed' }),
    )
  })

  it.each([
    [LANGUAGE_WIDTH - 1, TOKENS],
    [LANGUAGE_WIDTH, TOKENS - 1],
  ])('refuses a model from %d to %d', async (width, outputs) => {
    const model = await openRandomModel(seeded(1), width, outputs)
    await expect(language.checkModel(model)).rejects.toMatchObject({ code: 'model-mismatch' })
    await model.close()
  })
})
