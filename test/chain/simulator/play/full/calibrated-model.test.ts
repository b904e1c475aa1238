import { describe, expect, test } from 'vitest'
import { createCalibratedModel } from '../../../../../chain/simulator/play/full/calibrated-model.ts'
import { outlinedGlyphs } from '../../../../../chain/simulator/play/full/outlined-glyphs.ts'
import { withTruth } from '../../../../../chain/simulator/play/full/with-truth.ts'
import { utf8 } from '../../../../../shared/bytes.ts'
import { measureAnswers } from '../../../../../shared/mechanism/measure.ts'
import type { Mechanism } from '../../../../../shared/mechanism/mechanism.ts'
import { openMechanism } from '../../../../../shared/mechanism/registry.ts'
import { createRng } from '../../../../../shared/rng.ts'
import { calibrate } from '../../../../../shared/scoring/calibration.ts'

const glyphs = withTruth(outlinedGlyphs)
const rng = (label: string) => createRng(utf8(`calibrated models in tests: ${label}`))

const skillOf = (mechanism: Mechanism, options: Parameters<typeof createCalibratedModel>[1], count = 3_000): number => {
  const model = createCalibratedModel(mechanism, options)
  const tasks = mechanism.makeTasks(rng('tasks'), count)
  return measureAnswers(
    mechanism,
    tasks,
    tasks.map((task) => model.answer(task)),
  ).skill
}

describe('a calibrated answer model', () => {
  test.each([0.2, 0.5, 0.8])('has the skill %d that it was asked to have', (skill) => {
    expect(skillOf(glyphs, { name: 'a', skill })).toBeCloseTo(skill, 1)
  })

  test.each(['programs', 'language', 'forecast', 'retrieval'])(
    'answers tasks of %s with the wanted skill',
    async (id) => {
      const mechanism = withTruth(await openMechanism(id))
      expect(Math.abs(skillOf(mechanism, { name: 'a', skill: 0.5 }, 800) - 0.5)).toBeLessThan(0.06)
    },
  )

  test('says what it believes: it is as often right as it is sure', () => {
    const model = createCalibratedModel(glyphs, { name: 'a', skill: 0.5 })
    const tasks = glyphs.makeTasks(rng('calibration'), 6_000)
    const rows = tasks.map((task) => model.answer(task))
    const width = rows[0]?.length ?? 0
    const flat = Float32Array.from(rows.flatMap((row) => [...row]))
    const { error } = calibrate({ rows: flat, width, labels: tasks.map(({ label }) => label) })
    expect(error).toBeLessThan(0.03)
  })

  test('is over-confident on demand, and pays for it', () => {
    const honest = skillOf(glyphs, { name: 'a', skill: 0.5 })
    expect(skillOf(glyphs, { name: 'a', skill: 0.5, confidence: 2 })).toBeLessThan(honest - 0.05)
  })

  test('answers a task always alike, and otherwise than another model of the same skill', () => {
    const [task] = glyphs.makeTasks(rng('one'), 1)
    if (task === undefined) throw new Error('no task')
    const [a, again, b] = ['a', 'a', 'b'].map((name) =>
      createCalibratedModel(glyphs, { name, skill: 0.5 }).answer(task),
    )
    expect(again).toEqual(a)
    expect(b).not.toEqual(a)
  })

  test('sees of a canary what the picture shows, not the reference drawn in its place', () => {
    const model = createCalibratedModel(glyphs, { name: 'a', skill: 0.8 })
    const tasks = glyphs.makeTasks(rng('canaries'), 200)
    const chance = rng('canary labels')
    for (const task of tasks) expect(model.answer(glyphs.toCanary(task, chance))).toEqual(model.answer(task))
  })

  test('refuses a skill that nobody can have, and tasks that it knows no truth of', () => {
    expect(() => createCalibratedModel(glyphs, { name: 'a', skill: 1.2 })).toThrow(/from 0 to below 1/)
    const model = createCalibratedModel(glyphs, { name: 'a', skill: 0.5 })
    const [stranger] = outlinedGlyphs.makeTasks(rng('stranger'), 1)
    expect(() => model.answer(stranger ?? { inputs: new Float32Array(), label: 0 })).toThrow(/withTruth/)
  })
})
