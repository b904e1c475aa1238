import { describe, expect, it } from 'vitest'
import { createRandomModel } from '../../../miner/strategies/random-model.ts'
import { utf8 } from '../../../shared/bytes.ts'
import { createRng } from '../../../shared/rng.ts'
import { createFakeModel } from '../../support/fake-model.ts'

describe('a random model', () => {
  it('has the shape of the model and ignores it', async () => {
    const model = createFakeModel()
    const random = createRandomModel(model, createRng(utf8('a seed for these tests')))
    expect({ digest: random.digest, input: random.input, output: random.output }).toEqual({
      digest: model.digest,
      input: model.input,
      output: model.output,
    })
    const { dims, data } = await random.infer({ dims: [3, 256], data: new Float32Array(768) })
    expect(dims).toEqual([3, 10])
    for (let row = 0; row < 3; row++) {
      const sum = data.subarray(row * 10, row * 10 + 10).reduce((total, value) => total + value, 0)
      expect(sum).toBeCloseTo(1, 5)
    }
    expect(model.batches).toEqual([])
    await random.close()
    expect(model.isClosed).toBe(true)
  })

  it('needs to know how many classes there are', () => {
    const open = { ...createFakeModel(), output: { name: 'p', dims: [undefined, undefined] } }
    expect(() => createRandomModel(open, createRng(new Uint8Array(16)))).toThrow(
      expect.objectContaining({ code: 'model-mismatch' }),
    )
  })
})
