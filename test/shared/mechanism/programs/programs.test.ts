import { describe, expect, it } from 'vitest'
import { decodeProgram, PROGRAM_WIDTH } from '../../../../shared/mechanism/programs/encode-program.ts'
import { INSTRUCTIONS, MODULUS } from '../../../../shared/mechanism/programs/instructions.ts'
import { programs } from '../../../../shared/mechanism/programs/programs.ts'
import { toSkill } from '../../../../shared/mechanism/skill.ts'
import { toWire } from '../../../../shared/model/tensor.ts'
import { createFakeModel } from '../../../support/fake-model.ts'
import { openRandomModel } from '../../../support/onnx-models.ts'
import { seeded } from '../../../support/seeded.ts'

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('program tasks', () => {
  it('are the same for the same generator and different for another', () => {
    const tasks = programs.makeTasks(seeded(1), 5)
    expect(programs.makeTasks(seeded(1), 5)).toEqual(tasks)
    expect(programs.makeTasks(seeded(2), 5)).not.toEqual(tasks)
  })

  it('stay the same from version to version', () => {
    // A change here changes what a seed means: raise the version of the mechanism and train the ladder again.
    const tasks = programs.makeTasks(seeded(1), 3)
    const texts = tasks.map(({ inputs, label }) =>
      [...decodeProgram(inputs).map((opcode) => INSTRUCTIONS[opcode]?.name), label].join(' '),
    )
    expect(texts).toEqual(['push 0 not push 3 sub push 1 add 9', 'push 6 not push 9 sub 1', 'push 1 not 0'])
  })

  it('get longer with difficulty', () => {
    const meanLength = (difficulty?: number): number => {
      const tasks = programs.makeTasks(seeded(3), 1000, difficulty)
      return tasks.reduce((sum, { inputs }) => sum + decodeProgram(inputs).length, 0) / tasks.length
    }
    expect(meanLength(0)).toBeLessThan(meanLength() - 0.5)
    expect(meanLength(1)).toBeGreaterThan(meanLength() + 2)
  })

  it.each([-0.1, 1.1, Number.NaN])('do not come at difficulty %d', (difficulty) => {
    expect(() => programs.makeTasks(seeded(1), 1, difficulty)).toThrowError(
      expect.objectContaining({ code: 'out-of-range' }),
    )
  })

  it('become canaries with the same request and a result drawn at random', () => {
    const tasks = programs.makeTasks(seeded(4), 2000)
    const rng = seeded(5)
    const canaries = tasks.map((task) => programs.toCanary(task, rng))
    expect(programs.toRequest(canaries)).toEqual(programs.toRequest(tasks))
    const kept = canaries.filter(({ label }, index) => label === tasks[index]!.label).length
    // Expected 200 with deviation 13.
    expect(Math.abs(kept - 200)).toBeLessThan(60)
  })
})

describe('a program request', () => {
  it('carries the programs and nothing of the results', () => {
    const tasks = programs.makeTasks(seeded(1), 3)
    const request = programs.toRequest(tasks)
    expect(programs.toRequest(tasks.map(({ inputs }) => ({ inputs, label: 0 })))).toEqual(request)
    expect(programs.parseRequest(throughJson(request))).toEqual(request)
    expect(request.inputs.dims).toEqual([3, PROGRAM_WIDTH])
  })
})

describe('answers to programs', () => {
  const tasks = programs.makeTasks(seeded(2), 200)
  const meanScore = (wire: unknown): number => {
    const answers = programs.parseAnswers(throughJson(wire), tasks)
    return tasks.reduce((sum, task, index) => sum + programs.score(task, answers[index]!), 0) / tasks.length
  }

  it('of an interpreter are perfect, of base rates worth nothing', () => {
    expect(toSkill(meanScore(programs.referenceAnswers!(tasks)), programs.scaleOf(tasks))).toBeCloseTo(1, 6)
    expect(toSkill(meanScore(programs.naiveAnswers(tasks)), programs.scaleOf(tasks))).toBeCloseTo(0, 6)
  })

  it('of an interpreter know nothing of a canary', () => {
    const rng = seeded(6)
    const canaries = tasks.map((task) => programs.toCanary(task, rng))
    expect(programs.referenceAnswers!(canaries)).toEqual(programs.referenceAnswers!(tasks))
  })

  it('go from request to scores', async () => {
    const model = await openRandomModel(seeded(1), PROGRAM_WIDTH, MODULUS)
    await programs.checkModel(model)
    const request = programs.parseRequest(throughJson(programs.toRequest(tasks)))
    const answers = programs.parseAnswers(throughJson(await programs.answer(request, model)), tasks)
    tasks.forEach((task, index) => {
      expect(programs.score(task, answers[index]!)).toBeGreaterThanOrEqual(programs.scale.worst)
      expect(programs.score(task, answers[index]!)).toBeLessThanOrEqual(programs.scale.perfect)
    })
    await model.close()
  })

  it('are refused when they are no probabilities of the ten results', () => {
    const row = (values: readonly number[]) => toWire({ dims: [1, values.length], data: Float32Array.from(values) })
    const even = Array<number>(MODULUS).fill(0.1)
    for (const bad of [
      row(even.slice(1)),
      row(even.map((value) => 2 * value)),
      row([-0.1, 0.3, ...even.slice(2)]),
      row([Number.NaN, ...even.slice(1)]),
      { dims: [2, MODULUS], data: row([...even, ...even]).data },
      undefined,
    ])
      expect(() => programs.parseAnswers(bad, tasks.slice(0, 1))).toThrowError(
        expect.objectContaining({ code: 'malformed' }),
      )
  })

  it('are not given by models of another shape', async () => {
    for (const model of [createFakeModel({ width: 10 }), createFakeModel({ width: PROGRAM_WIDTH, classes: 9 })])
      await expect(programs.checkModel(model)).rejects.toMatchObject({ code: 'model-mismatch' })
  })
})

describe('the score of programs', () => {
  it('is highest by expectation for the believed probabilities', () => {
    const rng = seeded(7)
    const draw = (): Float32Array => {
      const row = Float32Array.from({ length: MODULUS }, () => -Math.log(1 - rng.uniform()))
      const sum = row.reduce((a, b) => a + b)
      return row.map((value) => value / sum)
    }
    const inputs = new Float32Array(PROGRAM_WIDTH)
    for (let i = 0; i < 50; i++) {
      const belief = draw()
      const expected = (report: Float32Array): number =>
        belief.reduce((sum, share, label) => sum + share * programs.score({ inputs, label }, report), 0)
      const honest = expected(belief)
      for (const step of [1, 0.1, 0.01])
        for (let k = 0; k < 20; k++) {
          const other = draw()
          const report = belief.map((value, label) => (1 - step) * value + step * other[label]!)
          expect(expected(report)).toBeLessThan(honest)
        }
    }
  })
})
