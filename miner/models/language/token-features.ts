import { TOKENS } from '../../../shared/mechanism/language/automaton.ts'
import { CONTEXT } from '../../../shared/mechanism/language/language.ts'
import type { GraphBuilder } from '../graph-builder.ts'

/** Longest run of last tokens that is looked for earlier in the context. */
const ORDERS = 5
/** Weight of what shorter runs say, in occurrences, by the length of the run. */
const PRIORS = [4, 2, 1, 0.7, 0.5, 0.5] as const
/** Last tokens that a network sees by themselves. */
const LAST = 4
/** Values per token: by each order, by the token two back alone, and whether it is one of the last. */
const PER_TOKEN = ORDERS + 1 + 1 + LAST

/** Values that a network sees of a context. */
export const FEATURES = PER_TOKEN * TOKENS + ORDERS

/** What a graph makes of a context. */
export interface TokenFeatures {
  /** [batch, FEATURES], with the tokens in order of rank */
  readonly features: string
  /** [batch, TOKENS, TOKENS], one-hot: row r holds the token of rank r */
  readonly order: string
}

/**
 * Looks up how the context went on wherever its last tokens stood before: an attention that matches runs of tokens, as
 * the induction heads of language models do (Olsson et al. 2022, "In-context Learning and Induction Heads"). The counts
 * of each order are smoothed by those of the one below.
 *
 * What tokens are called means nothing from one source to the next. So they are sorted by how likely the orders
 * together make them, and a network learns what the first, second … of them is worth instead of learning it of each.
 */
export function tokenFeatures(graph: GraphBuilder, input: string): TokenFeatures {
  const tokens = graph.reshape(input, [CONTEXT, TOKENS])
  const last = Array.from({ length: Math.max(ORDERS, LAST) }, (_, back) =>
    graph.slice(tokens, 1, CONTEXT - 1 - back, CONTEXT - back),
  )
  const matches = last.slice(0, ORDERS).map((token, back) => matchBefore(graph, tokens, token, back + 1))
  const runs: string[] = []
  for (const match of matches) runs.push(graph.apply('Mul', [runs.at(-1) ?? graph.constant(1), match]))
  const skipping = matches[1] ?? input
  const found = [...runs, skipping]
  // [batch, runs + 1, CONTEXT] times [batch, CONTEXT, TOKENS]
  const followers = graph.apply('MatMul', [graph.concat(found, 1), tokens])
  const totals = found.map((run) => graph.sum(run, 2))
  const toBelief = (row: number, prior: number, belief: string): string =>
    smooth(graph, { counts: graph.slice(followers, 1, row, row + 1), total: totals[row] ?? '', prior, belief })

  const common = smooth(graph, {
    counts: graph.sum(tokens, 1),
    total: graph.constant(CONTEXT),
    prior: PRIORS[0],
    belief: graph.constant(1 / TOKENS),
  })
  const beliefs = [common]
  for (const [row] of runs.entries()) beliefs.push(toBelief(row, PRIORS[row + 1] ?? 1, beliefs.at(-1) ?? common))
  const skipped = toBelief(runs.length, PRIORS[1], common)
  const logs = [...beliefs, skipped].map((row) => graph.apply('Log', [row]))
  const order = rankOrder(graph, graph.apply('Add', [beliefs[1] ?? common, beliefs[3] ?? common]))
  // [batch, TOKENS by rank, TOKENS] times [batch, TOKENS, PER_TOKEN]
  const perToken = graph.concat(
    [...logs, ...last.slice(0, LAST)].map((row) => graph.reshape(row, [TOKENS, 1])),
    2,
  )
  const ranked = graph.reshape(graph.apply('MatMul', [order, perToken]), [PER_TOKEN * TOKENS])
  const familiar = totals
    .slice(0, ORDERS)
    .map((count) => graph.reshape(graph.apply('Div', [count, graph.apply('Add', [count, graph.constant(1)])]), [1]))
  return { features: graph.concat([ranked, ...familiar], 1), order }
}

/** [batch, 1, CONTEXT]: 1 where the token `distance` places before is the given one [batch, 1, TOKENS]. */
function matchBefore(graph: GraphBuilder, tokens: string, token: string, distance: number): string {
  const match = graph.reshape(graph.sum(graph.apply('Mul', [tokens, token]), 2), [1, CONTEXT])
  const none = graph.apply('Mul', [graph.slice(match, 2, 0, distance), graph.constant(0)])
  return graph.concat([none, graph.slice(match, 2, 0, CONTEXT - distance)], 2)
}

/** What to smooth: counts [batch, 1, TOKENS] with their total, and a belief from elsewhere that is worth `prior` of them. */
interface Smoothing {
  readonly counts: string
  readonly total: string
  readonly prior: number
  readonly belief: string
}

/** (counts + prior · belief) / (total + prior), [batch, 1, TOKENS]. */
function smooth(graph: GraphBuilder, { counts, total, prior, belief }: Smoothing): string {
  const weight = graph.constant(prior)
  return graph.apply('Div', [
    graph.apply('Add', [counts, graph.apply('Mul', [belief, weight])]),
    graph.apply('Add', [total, weight]),
  ])
}

/**
 * Order of tokens by a value [batch, 1, TOKENS], highest first, as one-hot rows. The rank of a token is how many are
 * above it; of equal ones the first is above.
 */
function rankOrder(graph: GraphBuilder, value: string): string {
  const places = Array.from({ length: TOKENS }, (_, place) => place)
  const isAbove = (difference: string): string => graph.apply('Relu', [graph.apply('Sign', [difference])])
  // [batch, other, token], and [other, token] for what comes first.
  const difference = graph.apply('Sub', [graph.reshape(value, [TOKENS, 1]), value])
  const isEarlier = isAbove(graph.apply('Sub', [graph.constant(places), graph.column(places)]))
  const isEqual = graph.apply('Sub', [graph.constant(1), graph.apply('Abs', [graph.apply('Sign', [difference])])])
  const above = graph.apply('Add', [isAbove(difference), graph.apply('Mul', [isEqual, isEarlier])])
  const away = graph.apply('Abs', [graph.apply('Sub', [graph.column(places), graph.sum(above, 1)])])
  return graph.apply('Relu', [graph.apply('Sub', [graph.constant(1), away])])
}
