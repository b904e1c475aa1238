import { describe, expect, it } from 'vitest'
import { answering, MAX_REQUEST_TASKS } from '../../../../shared/mechanism/rows/answering.ts'
import { toWire } from '../../../../shared/model/tensor.ts'
import { openRandomModel } from '../../../support/onnx-models.ts'
import { seeded } from '../../../support/seeded.ts'

const rows = (count: number, width: number) => ({
  inputs: toWire({ dims: [count, width], data: new Float32Array(count * width) }),
})

describe('a request', () => {
  const { parseRequest } = answering({ width: 256, classes: 10 })

  it('is taken up to the limit of tasks', () => {
    expect(parseRequest(rows(1, 256))).toEqual(rows(1, 256))
    expect(parseRequest(rows(MAX_REQUEST_TASKS, 256)).inputs.dims).toEqual([MAX_REQUEST_TASKS, 256])
  })

  it('may be of any width where the mechanism leaves it to the model', () => {
    const open = answering({})
    expect(open.parseRequest(rows(3, 7)).inputs.dims).toEqual([3, 7])
  })

  it.each([
    ['no request', undefined],
    ['another key', { pictures: toWire({ dims: [1, 256], data: new Float32Array(256) }) }],
    ['an extra key', { inputs: toWire({ dims: [1, 256], data: new Float32Array(256) }), label: 3 }],
    ['another width', { inputs: toWire({ dims: [1, 255], data: new Float32Array(255) }) }],
    ['another rank', { inputs: toWire({ dims: [256], data: new Float32Array(256) }) }],
    ['too many tasks', { inputs: toWire({ dims: [4097, 256], data: new Float32Array(4097 * 256) }) }],
  ])('is refused with %s', (_, input) => {
    expect(() => parseRequest(input)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })
})

describe('checkModel', () => {
  it('takes any classifier where the mechanism leaves width and classes to the model', async () => {
    const model = await openRandomModel(seeded(1), 5, 4)
    await answering({}).checkModel(model)
    await answering({ width: 5 }).checkModel(model)
    await expect(answering({ classes: 3 }).checkModel(model)).rejects.toThrow(
      /takes \[\?, 5\] and gives \[\?, 4\]; valid is .*3/,
    )
    await model.close()
  })
})
