import { beforeAll, describe, expect, it } from 'vitest'
import { featureGraph, tokenGraph } from '../../../../miner/models/language/token-graph.ts'
import { createNetwork } from '../../../../miner/models/network.ts'
import { writeOnnx } from '../../../../miner/models/onnx-writer.ts'
import { type GraphRows, runGraph } from '../../../../miner/models/run-graph.ts'
import { fitScaling } from '../../../../miner/models/scaling.ts'
import { TOKENS } from '../../../../shared/mechanism/language/automaton.ts'
import { CONTEXT, LANGUAGE_WIDTH, language } from '../../../../shared/mechanism/language/language.ts'
import { openModel } from '../../../../shared/model/onnx.ts'
import { permutation } from '../../../../shared/permutation.ts'
import { seeded } from '../../../support/seeded.ts'

const tasks = language.makeTasks(seeded(1), 50)
const tokensOf = (inputs: Float32Array): number[] =>
  Array.from({ length: CONTEXT }, (_, at) => inputs.indexOf(1, at * TOKENS) - at * TOKENS)

/** Smoothed counts of each order, the way the graph has them. */
function beliefsOf(tokens: readonly number[]): number[][] {
  let belief = new Array<number>(TOKENS).fill(1 / TOKENS)
  return [4, 2, 1, 0.7, 0.5, 0.5].map((prior, order) => {
    const counts = new Array<number>(TOKENS).fill(0)
    let total = 0
    for (let at = order; at < CONTEXT; at++) {
      const isMatch = Array.from({ length: order }, (_, back) => back + 1).every(
        (back) => tokens[at - back] === tokens[CONTEXT - back],
      )
      if (!isMatch) continue
      counts[tokens[at]!]!++
      total++
    }
    belief = belief.map((share, token) => (counts[token]! + prior * share) / (total + prior))
    return belief
  })
}

let rows: GraphRows
beforeAll(async () => {
  rows = await runGraph(featureGraph(), tasks)
})
const orderOf = (row: number): number[] =>
  Array.from({ length: TOKENS }, (_, rank) => {
    const from = (row * TOKENS + rank) * TOKENS
    return rows.hidden.indexOf(1, from) - from
  })

describe('what a network sees of a context', () => {
  it('has the tokens in order of how likely they look', () => {
    tasks.forEach(({ inputs }, row) => {
      const beliefs = beliefsOf(tokensOf(inputs))
      const worth = (token: number) => beliefs[1]![token]! + beliefs[3]![token]!
      const order = orderOf(row)
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
      for (let rank = 1; rank < TOKENS; rank++)
        expect(worth(order[rank]!)).toBeLessThanOrEqual(worth(order[rank - 1]!) + 1e-6)
    })
  })

  it('has for each of them the smoothed counts of every order', () => {
    const perToken = (rows.width - 5) / TOKENS
    tasks.forEach(({ inputs }, row) => {
      const beliefs = beliefsOf(tokensOf(inputs))
      orderOf(row).forEach((token, rank) => {
        beliefs.forEach((belief, order) => {
          const found = rows.output[row * rows.width + rank * perToken + order]!
          expect(found).toBeCloseTo(Math.log(belief[token]!), 4)
        })
      })
    })
  })

  it('is one-hot even where tokens look alike', async () => {
    const same = { inputs: Float32Array.from({ length: LANGUAGE_WIDTH }, (_, i) => (i % TOKENS === 3 ? 1 : 0)) }
    const { hidden } = await runGraph(featureGraph(), [same])
    const order = Array.from({ length: TOKENS }, (_, rank) => hidden.indexOf(1, rank * TOKENS) - rank * TOKENS)
    expect(order).toEqual([3, 0, 1, 2, 4, 5, 6, 7])
    expect(hidden.reduce((a, b) => a + b)).toBe(TOKENS)
  })
})

describe('the graph of a network that continues tokens', () => {
  it('does not care what tokens are called', async () => {
    const network = createNetwork({ width: rows.width, hidden: 8, classes: TOKENS }, seeded(2))
    const model = await openModel(writeOnnx(tokenGraph(network, fitScaling(rows.output, rows.width))))
    await language.checkModel(model)
    expect(model.hidden?.dims).toEqual([undefined, 8])
    const names = permutation(seeded(3), TOKENS)
    const renamed = tasks.map(({ inputs, ...task }) => {
      const other = new Float32Array(LANGUAGE_WIDTH)
      tokensOf(inputs).forEach((token, at) => {
        other[at * TOKENS + names[token]!] = 1
      })
      return { ...task, inputs: other }
    })
    const ask = async (of: typeof tasks) =>
      language.parseAnswers(await language.answer(language.toRequest(of), model), of)
    const plain = await ask(tasks)
    const other = await ask(renamed)
    // Tokens that look equally likely come in the order of their names.
    const untied = tasks.flatMap(({ inputs }, row) => {
      const beliefs = beliefsOf(tokensOf(inputs))
      const worths = beliefs[1]!.map((share, token) => share + beliefs[3]![token]!).sort((x, y) => x - y)
      return worths.every((worth, i) => i === 0 || worth - worths[i - 1]! > 1e-5) ? [row] : []
    })
    expect(untied.length).toBeGreaterThan(5)
    for (const row of untied)
      plain[row]!.forEach((share, token) => {
        expect(other[row]![names[token]!]).toBeCloseTo(share, 5)
      })
    await model.close()
  })
})
