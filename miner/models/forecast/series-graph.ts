import { BINS } from '../../../shared/mechanism/forecast/bins.ts'
import { WINDOW } from '../../../shared/mechanism/forecast/forecast.ts'
import { createGraphBuilder, type GraphBuilder } from '../graph-builder.ts'
import type { Network } from '../network.ts'
import { toGraph } from '../network-graph.ts'
import type { Graph } from '../onnx-writer.ts'
import type { Scaling } from '../scaling.ts'
import { bumpOf, type LikenessOptions, lookAlike } from './likeness.ts'
import { regress } from './regression.ts'

/** Orders of the regressions. */
const ORDERS = [1, 3, 10] as const
const LOOKS: readonly LikenessOptions[] = [
  { length: 1, reach: 0.15, blur: 0.15 },
  { length: 2, reach: 0.3, blur: 0.2 },
  { length: 4, reach: 0.5, blur: 0.25 },
]
/** Last values that a network sees by themselves. */
const LAST = 4

const INPUT = { name: 'series', width: WINDOW }
const FEATURES = (ORDERS.length + LOOKS.length) * BINS + 2 * ORDERS.length + LAST

/** [batch, FEATURES]: what several simple forecasters say, bin by bin, and the last values. */
function seriesFeatures(graph: GraphBuilder): string {
  const guesses = ORDERS.map((order) => regress(graph, INPUT.name, order))
  return graph.concat(
    [
      ...guesses.map(({ mean, deviation }) => bumpOf(graph, mean, deviation)),
      ...LOOKS.map((look) => lookAlike(graph, INPUT.name, look)),
      ...guesses.flatMap(({ mean, deviation }) => [mean, deviation]),
      graph.slice(INPUT.name, 1, WINDOW - LAST, WINDOW),
    ],
    1,
  )
}

/** Graph of what a network sees of a series. */
export function featureGraph(): Graph {
  const graph = createGraphBuilder()
  const name = graph.rename(seriesFeatures(graph), 'features')
  return {
    name: 'features',
    input: INPUT,
    output: { name, width: FEATURES },
    constants: graph.constants,
    operators: graph.operators,
  }
}

/** Graph of a network, from a series to the probabilities of the bins. */
export function seriesGraph(network: Network, scaling: Scaling): Graph {
  const graph = createGraphBuilder()
  const judging = toGraph(network, scaling)
  graph.rename(seriesFeatures(graph), judging.input.name)
  graph.include(judging)
  return { ...judging, name: 'forecast', input: INPUT, constants: graph.constants, operators: graph.operators }
}
