import { BIN_WIDTH, BINS, FIRST_EDGE } from '../../../shared/mechanism/forecast/bins.ts'
import { WINDOW } from '../../../shared/mechanism/forecast/forecast.ts'
import type { GraphBuilder } from '../graph-builder.ts'

const CENTRES = Array.from({ length: BINS }, (_, bin) => FIRST_EDGE + (bin + 0.5) * BIN_WIDTH)
/** Share of each answer that is spread evenly, so that its logarithm is bounded. */
const EVEN = 0.02

/** How likeness is judged. */
export interface LikenessOptions {
  /** Last values that are compared. */
  readonly length: number
  /** Difference of two values at which they are alike no more. */
  readonly reach: number
  /** Width of the bump that a value that followed leaves in the answer. */
  readonly blur: number
}

/**
 * Looks up how the series went on after its values were like the last ones, by an attention over its past (kernel
 * regression, Nadaraya 1964 and Watson 1964): each earlier place counts by exp(−Σ difference² / 2 reach²).
 * @returns logarithms of the weighted bumps at the centres of the bins, [batch, BINS].
 */
export function lookAlike(graph: GraphBuilder, series: string, { length, reach, blur }: LikenessOptions): string {
  const count = WINDOW - length
  let distance: string | undefined
  for (let back = 0; back < length; back++) {
    const past = graph.slice(series, 1, length - 1 - back, WINDOW - 1 - back)
    const latest = graph.slice(series, 1, WINDOW - 1 - back, WINDOW - back)
    const difference = graph.apply('Sub', [past, latest])
    const square = graph.apply('Mul', [difference, difference])
    distance = distance === undefined ? square : graph.apply('Add', [distance, square])
  }
  const likeness = graph.apply('Mul', [distance ?? series, graph.constant(-1 / (2 * reach * reach))])
  const attention = graph.apply('Softmax', [likeness], { axis: 1 })
  const followers = graph.reshape(graph.slice(series, 1, length, WINDOW), [count, 1])
  const misses = graph.apply('Sub', [followers, graph.constant(CENTRES)])
  const squares = graph.apply('Mul', [misses, misses])
  const bumps = graph.apply('Exp', [graph.apply('Mul', [squares, graph.constant(-1 / (2 * blur * blur))])])
  const answer = graph.reshape(graph.apply('MatMul', [graph.reshape(attention, [1, count]), bumps]), [BINS])
  return graph.apply('Log', [graph.apply('Add', [answer, graph.constant(EVEN)])])
}

/** Logarithms of a normal distribution's bump at the centres of the bins, as `lookAlike` has them. */
export function bumpOf(graph: GraphBuilder, mean: string, deviation: string): string {
  const miss = graph.apply('Div', [graph.apply('Sub', [graph.constant(CENTRES), mean]), deviation])
  const bump = graph.apply('Exp', [graph.apply('Mul', [graph.apply('Mul', [miss, miss]), graph.constant(-0.5)])])
  return graph.apply('Log', [graph.apply('Add', [bump, graph.constant(EVEN)])])
}
