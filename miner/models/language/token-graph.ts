import { TOKENS } from '../../../shared/mechanism/language/automaton.ts'
import { LANGUAGE_WIDTH } from '../../../shared/mechanism/language/language.ts'
import { HIDDEN_OUTPUT } from '../../../shared/model/model.ts'
import { createGraphBuilder } from '../graph-builder.ts'
import type { Network } from '../network.ts'
import { toGraph } from '../network-graph.ts'
import type { Graph } from '../onnx-writer.ts'
import type { Scaling } from '../scaling.ts'
import { FEATURES, tokenFeatures } from './token-features.ts'

const INPUT = { name: 'context', width: LANGUAGE_WIDTH }

/** Graph of what a network sees of a context; as hidden layer it shows the order of the tokens, one-hot by rank. */
export function featureGraph(): Graph {
  const graph = createGraphBuilder()
  const { features, order } = tokenFeatures(graph, INPUT.name)
  graph.rename(features, 'features')
  graph.rename(graph.reshape(order, [TOKENS * TOKENS]), HIDDEN_OUTPUT)
  return {
    name: 'features',
    input: INPUT,
    output: { name: 'features', width: FEATURES },
    hidden: { name: HIDDEN_OUTPUT, width: TOKENS * TOKENS },
    constants: graph.constants,
    operators: graph.operators,
  }
}

/** Graph of a network that answers by rank, from a context to the probabilities of the tokens. */
export function tokenGraph(network: Network, scaling: Scaling): Graph {
  const graph = createGraphBuilder()
  const { features, order } = tokenFeatures(graph, INPUT.name)
  const ranking = toGraph(network, scaling)
  graph.rename(features, ranking.input.name)
  const byRank = graph.reshape(graph.include(ranking), [1, TOKENS])
  const next = graph.rename(graph.reshape(graph.apply('MatMul', [byRank, order]), [TOKENS]), 'next')
  return {
    name: 'language',
    input: INPUT,
    output: { name: next, width: TOKENS },
    hidden: ranking.hidden,
    constants: graph.constants,
    operators: graph.operators,
  }
}
