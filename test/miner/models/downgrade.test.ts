import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { downgradeFile, downgradeModel } from '../../../miner/models/downgrade.ts'
import { createNetwork } from '../../../miner/models/network.ts'
import { toGraph } from '../../../miner/models/network-graph.ts'
import { type Graph, writeOnnx } from '../../../miner/models/onnx-writer.ts'
import { intField, messageField, textField } from '../../../miner/models/protobuf.ts'
import { concat, utf8 } from '../../../shared/bytes.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import { seeded } from '../../support/seeded.ts'

const matrix: Graph = {
  name: 'affine',
  input: { name: 'x', width: 2 },
  output: { name: 'y', width: 3 },
  constants: [
    { name: 'w', dims: [2, 3], values: Float32Array.of(127, 1.4, -1.6, 0, -126.6, 0.5001) },
    { name: 'b', dims: [3], values: Float32Array.of(0.25, 0, 0) },
  ],
  operators: [{ op: 'Gemm', inputs: ['x', 'w', 'b'], output: 'y' }],
}

describe('downgradeModel', () => {
  it('rounds matrices to 127 steps of their largest weight, and leaves the rest alone', async () => {
    const bytes = writeOnnx(matrix)
    const model = await openModel(downgradeModel(bytes))
    const { data } = await model.infer({ dims: [2, 2], data: Float32Array.of(1, 0, 0, 1) })
    expect(Array.from(data)).toEqual([127.25, 1, -2, 0.25, -127, 1])
    expect(bytes).toEqual(writeOnnx(matrix))
    await model.close()
  })

  it('keeps the graph and answers nearly alike, as another file', async () => {
    const rng = seeded(1)
    const scaling = { centre: new Float32Array(20), factor: new Float32Array(20).fill(1) }
    const bytes = writeOnnx(toGraph(createNetwork({ width: 20, hidden: 16, classes: 4 }, rng), scaling))
    const [before, after] = [await openModel(bytes), await openModel(downgradeModel(bytes))]
    expect(after.hidden).toEqual(before.hidden)
    expect(after.digest).not.toBe(before.digest)
    const input = { dims: [50, 20], data: Float32Array.from({ length: 1000 }, () => rng.normal()) }
    const [a, b] = [await before.infer(input), await after.infer(input)]
    const gaps = a.data.map((value, i) => Math.abs(value - b.data[i]!))
    expect(Math.max(...gaps)).toBeGreaterThan(1e-4)
    expect(Math.max(...gaps)).toBeLessThan(0.05)
    await Promise.all([before.close(), after.close()])
  })

  it('changes nothing the second time', () => {
    const once = downgradeModel(writeOnnx(matrix))
    expect(downgradeModel(once)).toEqual(once)
  })

  it('leaves a matrix of zeros as it is', () => {
    const [weights, bias] = matrix.constants
    const zeros = writeOnnx({ ...matrix, constants: [{ ...weights!, values: new Float32Array(6) }, bias!] })
    expect(downgradeModel(zeros)).toEqual(zeros)
  })

  it.each([
    ['no protobuf', utf8('{"model": true}')],
    ['an empty file', new Uint8Array(0)],
    ['a model of another program', concat(intField(1, 8), textField(2, 'pytorch'), messageField(7))],
    ['a model without matrices', writeOnnx({ ...matrix, constants: matrix.constants.slice(1) })],
    ['weights of half precision', concat(textField(2, 'meritnet'), half())],
    ['a file that was cut', writeOnnx(matrix).slice(0, 100)],
  ])('refuses %s', (_, bytes) => {
    expect(() => downgradeModel(bytes)).toThrow(expect.objectContaining({ code: 'foreign-model' }))
  })
})

/** A graph with a float16 matrix. */
function half(): Uint8Array {
  return messageField(7, messageField(5, intField(1, 1), intField(1, 1), intField(2, 10), textField(9, '..')))
}

describe('downgradeFile', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'downgrade-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('writes the copy', async () => {
    await writeFile(join(folder, 'in.onnx'), writeOnnx(matrix))
    await downgradeFile(join(folder, 'in.onnx'), join(folder, 'out.onnx'))
    expect(new Uint8Array(await readFile(join(folder, 'out.onnx')))).toEqual(downgradeModel(writeOnnx(matrix)))
  })

  it('says which file is missing or cannot be written', async () => {
    await expect(downgradeFile(join(folder, 'none'), join(folder, 'x'))).rejects.toMatchObject({
      code: 'model-missing',
    })
    await expect(downgradeFile(join(folder, 'in.onnx'), join(folder, 'no', 'x'))).rejects.toMatchObject({
      code: 'not-writable',
    })
  })
})
