import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { writeOnnx } from '../../../miner/models/onnx-writer.ts'
import { recipe, rowRecipe } from '../../../miner/models/recipe.ts'
import { openRecipe, RECIPES } from '../../../miner/models/recipes.ts'
import { mechanism as parity } from '../../../shared/mechanism/example/parity.ts'
import { MECHANISMS } from '../../../shared/mechanism/registry.ts'
import { softmaxGraph } from '../../support/onnx-models.ts'
import { seeded } from '../../support/seeded.ts'

const options = { mechanism: parity, outputs: 2, trainingTasks: 4000, freshTasks: 1000 }

describe('a recipe of rows', () => {
  it('makes the same ladder from the same generator, with as many rungs as shares', async () => {
    const make = rowRecipe({
      ...options,
      hasAccuracy: true,
      teach: ({ label }) => label,
      training: { hidden: 24, steps: 1200, batch: 32, examTasks: 600, shares: [0.3, 0.5, 0.75, 1] },
    })
    const ladder = await make(seeded(1))
    expect(ladder.models.map(({ name }) => name)).toEqual(['parity-1', 'parity-2', 'parity-3', 'parity-4'])
    expect(ladder).toMatchObject({ mechanism: { id: 'parity', version: 1 }, trainingRows: 4000, freshRows: 1000 })
    const skills = ladder.models.map(({ skill }) => skill)
    expect(skills).toEqual(skills.toSorted((a, b) => a - b))
    for (const { accuracy } of ladder.models) expect(accuracy).toBeGreaterThan(0.5)
    expect((await make(seeded(1))).models).toEqual(ladder.models)
  })

  it('learns from rows that should be answered, and then counts no hits', async () => {
    const make = rowRecipe({
      ...options,
      hasAccuracy: false,
      teach: ({ odd }) => Float32Array.of(1 - odd, odd),
      training: { steps: 1000 },
    })
    const ladder = await make(seeded(1))
    expect(ladder.models.at(-1)!.skill).toBeGreaterThan(0.7)
    for (const model of ladder.models) expect(model).not.toHaveProperty('accuracy')
  })

  it('writes graphs of its own kind', async () => {
    let drawn = 0
    const make = rowRecipe({
      ...options,
      hasAccuracy: false,
      teach: ({ label }) => label,
      training: {
        steps: 1000,
        toGraph: ({ width, classes }) => {
          drawn++
          return softmaxGraph(width, classes, new Float32Array(width * classes))
        },
      },
    })
    // Models of nothing but zeros answer evenly, which is what chance is.
    for (const { skill } of (await make(seeded(1))).models) expect(skill).toBeCloseTo(0, 6)
    expect(drawn).toBe(6)
  })
})

describe('a recipe of any kind', () => {
  it('measures models that it did not train', async () => {
    const bytes = writeOnnx(softmaxGraph(6, 2, new Float32Array(12)))
    const make = recipe({
      mechanism: parity,
      freshTasks: 200,
      isHit: ({ label }, answer) => answer.indexOf(Math.max(...answer)) === label,
      makeRungs: () => ({ rungs: [{ steps: 0, bytes }], trainingRows: 0 }),
    })
    const { models } = await make(seeded(1))
    expect(models).toHaveLength(1)
    expect(models[0]).toMatchObject({ name: 'parity-1', steps: 0, skill: expect.closeTo(0, 6) })
    expect(models[0]!.accuracy).toBeCloseTo(0.5, 0.9)
    expect(models[0]!.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  })
})

describe('the recipes', () => {
  it('are there for every mechanism but the one of your own data', () => {
    expect([...Object.keys(RECIPES), 'labelled'].sort()).toEqual(Object.keys(MECHANISMS).sort())
  })

  it('are refused for what has none', async () => {
    await expect(openRecipe('labelled')).rejects.toMatchObject({ code: 'no-recipe' })
    await expect(openRecipe('toString')).rejects.toMatchObject({ code: 'no-recipe' })
  })
})
