import { describe, expect, it } from 'vitest'
import { createGraphBuilder, type GraphBuilder } from '../../../miner/models/graph-builder.ts'
import { runGraph } from '../../../miner/models/run-graph.ts'

/** What a graph over three values makes of two rows. */
async function run(width: number, build: (graph: GraphBuilder) => string): Promise<number[]> {
  const graph = createGraphBuilder()
  const name = graph.rename(build(graph), 'out')
  const { constants, operators } = graph
  const rows = [Float32Array.of(1, 2, 3), Float32Array.of(4, 5, 6)]
  const input = { name: 'in', width: 3 }
  const made = await runGraph(
    { name: 'test', input, output: { name, width }, constants, operators },
    rows.map((inputs) => ({ inputs })),
  )
  expect(made.width).toBe(width)
  return [...made.output]
}

describe('a built graph', () => {
  it('applies operators to values and constants', async () => {
    expect(await run(3, (graph) => graph.apply('Mul', ['in', graph.constant(2)]))).toEqual([2, 4, 6, 8, 10, 12])
    expect(await run(3, (graph) => graph.apply('Add', ['in', graph.constant([1, 0, -1])]))).toEqual([2, 2, 2, 5, 5, 5])
  })

  it('cuts, joins and adds up', async () => {
    expect(await run(1, (graph) => graph.slice('in', 1, 1, 2))).toEqual([2, 5])
    expect(await run(4, (graph) => graph.concat(['in', graph.sum('in', 1)], 1))).toEqual([1, 2, 3, 6, 4, 5, 6, 15])
  })

  it('turns rows into columns and back', async () => {
    const outer = await run(6, (graph) => {
      const column = graph.reshape('in', [3, 1])
      return graph.reshape(graph.apply('Mul', [column, graph.constant([1, 10])]), [-1])
    })
    expect(outer).toEqual([1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60])
    const inner = await run(2, (graph) => {
      const products = graph.apply('Mul', [graph.reshape('in', [1, 3]), graph.column([1, -1])])
      return graph.reshape(graph.sum(products, 2), [2])
    })
    expect(inner).toEqual([6, -6, 15, -15])
  })

  it('holds equal constants once', () => {
    const graph = createGraphBuilder()
    expect(graph.constant(0.5)).toBe(graph.constant(0.5))
    expect(graph.constant([0.5])).not.toBe(graph.constant(0.5))
    graph.slice('in', 1, 0, 2)
    const { length } = graph.constants
    graph.slice('in', 1, 0, 2)
    expect(graph.constants).toHaveLength(length)
  })

  it('takes in another graph', async () => {
    const doubled = await run(3, (graph) => {
      graph.rename(graph.apply('Neg', ['in']), 'x')
      return graph.include({
        name: 'inner',
        input: { name: 'x', width: 3 },
        output: { name: 'y', width: 3 },
        constants: [{ name: 'two', dims: [], values: Float32Array.of(2) }],
        operators: [{ op: 'Mul', inputs: ['x', 'two'], output: 'y' }],
      })
    })
    expect(doubled).toEqual([-2, -4, -6, -8, -10, -12])
  })
})
