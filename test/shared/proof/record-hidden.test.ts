import { describe, expect, it } from 'vitest'
import { recordHidden } from '../../../shared/proof/record-hidden.ts'
import { createFakeModel } from '../../support/fake-model.ts'

const model = () => createFakeModel({ width: 2, classes: 2, hiddenOf: ([a = 0, b = 0]) => [a + b, a - b, a] })
const rows = (...values: readonly number[]) => ({ dims: [values.length / 2, 2], data: Float32Array.from(values) })

describe('recordHidden', () => {
  it('answers as the model does and keeps the hidden layer of that very pass', async () => {
    const inner = model()
    const recording = recordHidden(inner)
    expect(await recording.infer(rows(1, 2))).toEqual(await inner.infer(rows(1, 2)))
    expect(recording.takeHidden()).toEqual({ dims: [1, 3], data: Float32Array.of(3, -1, 1) })
    expect(inner.batches).toEqual([1, 1])
  })

  it('joins batches in their order, and forgets what was taken', async () => {
    const recording = recordHidden(model())
    await recording.infer(rows(1, 2, 0, 1))
    await recording.inferHidden(rows(5, 5))
    expect(recording.takeHidden()).toEqual({ dims: [3, 3], data: Float32Array.of(3, -1, 1, 1, -1, 0, 10, 0, 5) })
    await recording.infer(rows(1, 2))
    expect(recording.takeHidden().dims).toEqual([1, 3])
    expect(() => recording.takeHidden()).toThrow(expect.objectContaining({ code: 'inference-failed' }))
  })

  it('closes the model', async () => {
    const inner = model()
    await recordHidden(inner).close()
    expect(inner.isClosed).toBe(true)
  })

  it('refuses a model that shows no hidden layer', () => {
    expect(() => recordHidden(createFakeModel())).toThrow(expect.objectContaining({ code: 'no-hidden-output' }))
  })
})
