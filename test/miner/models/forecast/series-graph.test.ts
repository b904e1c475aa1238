import { beforeAll, describe, expect, it } from 'vitest'
import { bumpOf, lookAlike } from '../../../../miner/models/forecast/likeness.ts'
import { regress } from '../../../../miner/models/forecast/regression.ts'
import { featureGraph, seriesGraph } from '../../../../miner/models/forecast/series-graph.ts'
import { createGraphBuilder, type GraphBuilder } from '../../../../miner/models/graph-builder.ts'
import { createNetwork } from '../../../../miner/models/network.ts'
import { writeOnnx } from '../../../../miner/models/onnx-writer.ts'
import { runGraph } from '../../../../miner/models/run-graph.ts'
import { fitScaling } from '../../../../miner/models/scaling.ts'
import { BIN_WIDTH, BINS, FIRST_EDGE } from '../../../../shared/mechanism/forecast/bins.ts'
import { forecast, WINDOW } from '../../../../shared/mechanism/forecast/forecast.ts'
import { openModel } from '../../../../shared/model/onnx.ts'
import { seeded } from '../../../support/seeded.ts'

const tasks = forecast.makeTasks(seeded(1), 40)
const centres = Array.from({ length: BINS }, (_, bin) => FIRST_EDGE + (bin + 0.5) * BIN_WIDTH)

async function run(width: number, build: (graph: GraphBuilder) => string): Promise<Float32Array[]> {
  const graph = createGraphBuilder()
  const name = graph.rename(build(graph), 'out')
  const { constants, operators } = graph
  const input = { name: 'series', width: WINDOW }
  const { output } = await runGraph({ name: 'test', input, output: { name, width }, constants, operators }, tasks)
  return tasks.map((_, row) => output.subarray(row * width, (row + 1) * width))
}

/** Least squares by elimination with a ridge of 0.05, and the forecast and root mean square of the misses. */
function fitDirectly(series: Float32Array, order: number): [number, number] {
  const rows = Array.from({ length: WINDOW - order }, (_, i) =>
    Array.from({ length: order }, (__, lag) => series[order + i - 1 - lag]!),
  )
  const targets = [...series.subarray(order)]
  const system = Array.from({ length: order }, (_, a) => [
    ...Array.from({ length: order }, (__, b) => rows.reduce((sum, row) => sum + row[a]! * row[b]!, a === b ? 0.05 : 0)),
    rows.reduce((sum, row, i) => sum + row[a]! * targets[i]!, 0),
  ])
  for (let pivot = 0; pivot < order; pivot++)
    for (let other = 0; other < order; other++) {
      if (other === pivot) continue
      const factor = system[other]![pivot]! / system[pivot]![pivot]!
      for (let k = 0; k <= order; k++) system[other]![k]! -= factor * system[pivot]![k]!
    }
  const weights = system.map((row, i) => row[order]! / row[i]!)
  const mean = weights.reduce((sum, weight, lag) => sum + weight * series[WINDOW - 1 - lag]!, 0)
  const misses = rows.map((row, i) => targets[i]! - row.reduce((sum, value, lag) => sum + value * weights[lag]!, 0))
  const squares = misses.reduce((sum, miss) => sum + miss ** 2, 0)
  return [mean, Math.sqrt(squares / (WINDOW - 2 * order) + 1e-4)]
}

describe('a regression in a graph', () => {
  it.each([1, 3])('of order %d finds the least squares', async (order) => {
    const guesses = await run(2, (graph) => {
      const { mean, deviation } = regress(graph, 'series', order)
      return graph.concat([mean, deviation], 1)
    })
    guesses.forEach(([mean, deviation], row) => {
      const direct = fitDirectly(tasks[row]!.inputs, order)
      expect(Math.abs(mean! - direct[0])).toBeLessThan(0.01)
      expect(deviation! / direct[1]).toBeCloseTo(1, 2)
    })
  })
})

describe('looking for likeness in a graph', () => {
  it('answers with what followed places that were like the last ones', async () => {
    const looks = await run(BINS, (graph) => lookAlike(graph, 'series', { length: 2, reach: 0.3, blur: 0.2 }))
    looks.forEach((look, row) => {
      const x = tasks[row]!.inputs
      const bumps = centres.map(() => 0)
      let sum = 0
      for (let at = 2; at < WINDOW; at++) {
        const distance = (x[at - 1]! - x[WINDOW - 1]!) ** 2 + (x[at - 2]! - x[WINDOW - 2]!) ** 2
        const weight = Math.exp(-distance / (2 * 0.3 ** 2))
        sum += weight
        centres.forEach((centre, bin) => {
          bumps[bin]! += weight * Math.exp(-((x[at]! - centre) ** 2) / (2 * 0.2 ** 2))
        })
      }
      look.forEach((value, bin) => {
        expect(value).toBeCloseTo(Math.log(bumps[bin]! / sum + 0.02), 3)
      })
    })
  })

  it('shows a normal distribution the same way', async () => {
    const bumps = await run(BINS, (graph) =>
      bumpOf(graph, graph.slice('series', 1, 0, 1), graph.apply('Exp', [graph.slice('series', 1, 1, 2)])),
    )
    bumps.forEach((bump, row) => {
      const [mean, log] = tasks[row]!.inputs
      bump.forEach((value, bin) => {
        const miss = (centres[bin]! - mean!) / Math.exp(log!)
        expect(value).toBeCloseTo(Math.log(Math.exp(-(miss ** 2) / 2) + 0.02), 3)
      })
    })
  })
})

describe('the graph of a forecasting network', () => {
  let features: Float32Array
  beforeAll(async () => {
    features = (await runGraph(featureGraph(), tasks)).output
  })

  it('answers with probabilities and shows its hidden layer', async () => {
    const { width } = featureGraph().output
    const network = createNetwork({ width, hidden: 8, classes: BINS }, seeded(2))
    const model = await openModel(writeOnnx(seriesGraph(network, fitScaling(features, width))))
    await forecast.checkModel(model)
    expect(model.hidden?.dims).toEqual([undefined, 8])
    const answers = forecast.parseAnswers(await forecast.answer(forecast.toRequest(tasks), model), tasks)
    expect(answers).toHaveLength(tasks.length)
    await model.close()
  })

  it('takes any finite series, however strange', async () => {
    const strange = [0, 1, -1e3, 1e6, Number.NaN].map((value) =>
      Float32Array.from({ length: WINDOW }, (_, at) => (Number.isNaN(value) ? (at === 5 ? 1e4 : 0) : value)),
    )
    const { output } = await runGraph(
      featureGraph(),
      strange.map((inputs) => ({ inputs })),
    )
    expect(output.every(Number.isFinite)).toBe(true)
  })
})
