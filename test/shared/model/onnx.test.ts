import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeOnnx } from '../../../miner/models/onnx-writer.ts'
import { intField, messageField, textField } from '../../../miner/models/protobuf.ts'
import { concat, utf8 } from '../../../shared/bytes.ts'
import { describeDims } from '../../../shared/model/describe-dims.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import { openRandomModel, randomWeights, softmaxGraph } from '../../support/onnx-models.ts'
import { seeded } from '../../support/seeded.ts'

const FLOAT = 1
const INT64 = 7
const INPUT = 11
const OUTPUT = 12

const port = (field: number, name: string, type: number, dims: readonly number[]) => {
  const shape = dims.map((dim) => messageField(1, intField(1, dim)))
  return messageField(
    field,
    textField(1, name),
    messageField(2, messageField(1, intField(1, type), messageField(2, ...shape))),
  )
}
const node = (op: string, inputs: readonly string[], outputs: readonly string[]) =>
  messageField(1, ...inputs.map((n) => textField(1, n)), ...outputs.map((n) => textField(2, n)), textField(4, op))
const file = (...graph: readonly Uint8Array[]) =>
  concat(intField(1, 8), messageField(7, ...graph, textField(2, 'g')), messageField(8, intField(2, 17)))

/** Answers 2x and -2x, shows 2x. */
const showing = (hidden: Uint8Array) =>
  file(
    node('Add', ['x', 'x'], ['hidden']),
    node('Neg', ['hidden'], ['p']),
    port(INPUT, 'x', FLOAT, [1, 2]),
    hidden,
    port(OUTPUT, 'p', FLOAT, [1, 2]),
  )
const good = writeOnnx(softmaxGraph(2, 3, Float32Array.of(1, 2, 3, 4, 5, 6)))

describe('openModel', () => {
  it('reads the digest and the shapes of input and output, free dimensions as undefined', async () => {
    const model = await openModel(good)
    expect(model.digest).toBe(createHash('sha256').update(good).digest('hex'))
    expect(model.input).toEqual({ name: 'x', dims: [undefined, 2] })
    expect(model.output).toEqual({ name: 'p', dims: [undefined, 3] })
    expect(describeDims(model.input)).toBe('[?, 2]')
    await model.close()
  })

  it('infers rows of any batch', async () => {
    const model = await openModel(good)
    for (const rows of [1, 2, 7]) {
      const data = Float32Array.from({ length: rows * 2 }, () => 1)
      const { dims, data: p } = await model.infer({ dims: [rows, 2], data })
      expect(dims).toEqual([rows, 3])
      const e = [5, 7, 9].map((z) => Math.exp(z - 9))
      const sum = e.reduce((a, b) => a + b)
      for (let i = 0; i < p.length; i++) expect(p[i]).toBeCloseTo(e[i % 3]! / sum, 6)
    }
    await model.close()
  })

  it('takes an output called hidden for the hidden layer, wherever it stands', async () => {
    const model = await openModel(showing(port(OUTPUT, 'hidden', FLOAT, [1, 2])))
    expect(model.output).toEqual({ name: 'p', dims: [1, 2] })
    expect(model.hidden).toEqual({ name: 'hidden', dims: [1, 2] })
    const input = { dims: [1, 2], data: Float32Array.of(1, 3) }
    expect(await model.infer(input)).toEqual({ dims: [1, 2], data: Float32Array.of(-2, -6) })
    expect(await model.inferHidden(input)).toEqual({
      output: { dims: [1, 2], data: Float32Array.of(-2, -6) },
      hidden: { dims: [1, 2], data: Float32Array.of(2, 6) },
    })
    await model.close()
    await expect(model.inferHidden(input)).rejects.toMatchObject({ code: 'inference-failed' })
  })

  it('answers with an output called hidden when it is the only one', async () => {
    const model = await openModel(
      file(node('Neg', ['x'], ['hidden']), port(INPUT, 'x', FLOAT, [1, 1]), port(OUTPUT, 'hidden', FLOAT, [1, 1])),
    )
    expect(model.output.name).toBe('hidden')
    expect(model.hidden).toBeUndefined()
    await expect(model.inferHidden({ dims: [1, 1], data: new Float32Array(1) })).rejects.toMatchObject({
      code: 'no-hidden-output',
    })
    await model.close()
  })

  it('gives a row the same answer alone and in a batch', async () => {
    const rng = seeded(1)
    const model = await openRandomModel(rng, 16, 5)
    const data = randomWeights(rng, 16 * 20)
    const whole = await model.infer({ dims: [20, 16], data })
    for (let row = 0; row < 20; row++) {
      const one = await model.infer({ dims: [1, 16], data: data.subarray(row * 16, row * 16 + 16) })
      expect(Array.from(one.data)).toEqual(Array.from(whole.data.subarray(row * 5, row * 5 + 5)))
    }
    await model.close()
  })

  it.each([
    ['an empty file', new Uint8Array(0)],
    ['text', utf8('label,p0\n1,2\n')],
    ['JSON', utf8('{"model": true}')],
    ['a PNG header', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ['protobuf without a graph', intField(1, 8)],
  ])('refuses %s as not-onnx', async (_, bytes) => {
    await expect(openModel(bytes)).rejects.toMatchObject({ code: 'not-onnx' })
  })

  it.each([
    [
      'an unknown operator',
      file(node('Frobnicate', ['x'], ['p']), port(INPUT, 'x', FLOAT, [1, 4]), port(OUTPUT, 'p', FLOAT, [1, 4])),
    ],
    ['an input that nobody gives', file(node('Identity', ['x'], ['p']), port(OUTPUT, 'p', FLOAT, [1, 4]))],
    [
      'weights in another file',
      file(
        messageField(
          5,
          intField(1, 4),
          intField(1, 2),
          intField(2, FLOAT),
          textField(8, 'w'),
          messageField(13, textField(1, 'location'), textField(2, '/etc/hostname')),
          intField(14, 1),
        ),
        node('MatMul', ['x', 'w'], ['p']),
        port(INPUT, 'x', FLOAT, [1, 4]),
        port(OUTPUT, 'p', FLOAT, [1, 2]),
      ),
    ],
    [
      'weights that claim petabytes',
      file(
        messageField(5, intField(1, 1e9), intField(1, 1e6), intField(2, FLOAT), textField(8, 'w')),
        node('MatMul', ['x', 'w'], ['p']),
        port(INPUT, 'x', FLOAT, [1, 1e9]),
        port(OUTPUT, 'p', FLOAT, [1, 1e6]),
      ),
    ],
  ])('refuses %s as model-unsupported, in one line', async (_, bytes) => {
    const error = await openModel(bytes).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'model-unsupported' })
    expect(String(error)).not.toContain('\n')
  })

  it.each([
    [
      'two inputs',
      file(
        node('Add', ['x', 'y'], ['p']),
        port(INPUT, 'x', FLOAT, [1, 4]),
        port(INPUT, 'y', FLOAT, [1, 4]),
        port(OUTPUT, 'p', FLOAT, [1, 4]),
      ),
    ],
    [
      'two outputs',
      file(
        node('Identity', ['x'], ['p']),
        node('Neg', ['x'], ['q']),
        port(INPUT, 'x', FLOAT, [1, 4]),
        port(OUTPUT, 'p', FLOAT, [1, 4]),
        port(OUTPUT, 'q', FLOAT, [1, 4]),
      ),
    ],
    [
      'three outputs, one of them hidden',
      file(
        node('Identity', ['x'], ['p']),
        node('Neg', ['x'], ['q']),
        node('Abs', ['x'], ['hidden']),
        port(INPUT, 'x', FLOAT, [1, 4]),
        port(OUTPUT, 'p', FLOAT, [1, 4]),
        port(OUTPUT, 'q', FLOAT, [1, 4]),
        port(OUTPUT, 'hidden', FLOAT, [1, 4]),
      ),
    ],
    [
      'a hidden output that is no matrix',
      file(
        node('Identity', ['x'], ['p']),
        node('Neg', ['x'], ['hidden']),
        port(INPUT, 'x', FLOAT, [1, 4, 2]),
        port(OUTPUT, 'p', FLOAT, [1, 4, 2]),
        port(OUTPUT, 'hidden', FLOAT, [1, 4, 2]),
      ),
    ],
    [
      'a hidden output as wide as memory',
      file(
        node('Identity', ['x'], ['p']),
        node('Neg', ['x'], ['hidden']),
        port(INPUT, 'x', FLOAT, [1, 1e9]),
        port(OUTPUT, 'p', FLOAT, [1, 1e9]),
        port(OUTPUT, 'hidden', FLOAT, [1, 1e9]),
      ),
    ],
    [
      'a hidden output of whole numbers',
      file(
        node('Identity', ['x'], ['p']),
        node('Shape', ['x'], ['hidden']),
        port(INPUT, 'x', FLOAT, [1, 4]),
        port(OUTPUT, 'p', FLOAT, [1, 4]),
        port(OUTPUT, 'hidden', INT64, [2]),
      ),
    ],
    [
      'whole numbers as input',
      file(node('Identity', ['x'], ['p']), port(INPUT, 'x', INT64, [1, 4]), port(OUTPUT, 'p', INT64, [1, 4])),
    ],
  ])('refuses %s as model-shape', async (_, bytes) => {
    await expect(openModel(bytes)).rejects.toMatchObject({ code: 'model-shape' })
  })

  it('refuses every truncation and random bytes with a code, and stays usable', async () => {
    const known = ['not-onnx', 'model-unsupported', 'model-shape']
    const codeOf = async (bytes: Uint8Array): Promise<string> => {
      const result = await openModel(bytes).catch((error: unknown) => error)
      return result instanceof Error && 'code' in result ? String(result.code) : 'opened'
    }
    for (let length = 0; length < good.length; length += 7) expect(known).toContain(await codeOf(good.slice(0, length)))
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        expect(known).toContain(await codeOf(bytes))
      }),
      { numRuns: 200 },
    )
    expect(await codeOf(good)).toBe('opened')
  })
})

describe('infer', () => {
  it.each([
    ['another width', { dims: [1, 3], data: new Float32Array(3) }],
    ['another rank', { dims: [2], data: new Float32Array(2) }],
    ['fewer values than the shape says', { dims: [2, 2], data: new Float32Array(3) }],
    ['more values than are allowed', { dims: [4_000_000, 2], data: new Float32Array(8_000_000) }],
  ])('refuses %s', async (_, tensor) => {
    const model = await openModel(good)
    await expect(model.infer(tensor)).rejects.toMatchObject({ code: 'inference-failed' })
    expect((await model.infer({ dims: [1, 2], data: new Float32Array(2) })).data.length).toBe(3)
    await model.close()
  })

  it('refuses to run a closed model; closing twice is fine', async () => {
    const model = await openModel(good)
    await model.close()
    await model.close()
    await expect(model.infer({ dims: [1, 2], data: new Float32Array(2) })).rejects.toMatchObject({
      code: 'inference-failed',
    })
  })
})
