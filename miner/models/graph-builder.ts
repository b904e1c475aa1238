import type { Constant, Graph, Operator } from './onnx-writer.ts'

/** ONNX's number of the data type int64. */
const INT64 = 7

/** Writes a graph operator by operator. Values are passed on by name; unless said otherwise all have the batch as first dimension. */
export interface GraphBuilder {
  readonly constants: readonly Constant[]
  readonly operators: readonly Operator[]
  /** A constant vector, or a number that goes with every shape. */
  constant(values: number | readonly number[]): string
  /** A constant matrix of one column. */
  column(values: readonly number[]): string
  /** The result of any operator. */
  apply(op: string, inputs: readonly string[], attributes?: Operator['attributes']): string
  /** The value with other dimensions after the batch; −1 stands for whatever is left. */
  reshape(value: string, dims: readonly number[]): string
  /** The part of a dimension from `from` up to but without `to`. */
  slice(value: string, axis: number, from: number, to: number): string
  /** The sum over a dimension, which stays with size 1. */
  sum(value: string, axis: number): string
  /** Values one after the other along a dimension. */
  concat(values: readonly string[], axis: number): string
  /** The same value under a name of one's own. */
  rename(value: string, name: string): string
  /** Takes in the operators of a graph whose input is a value of that name; its output and hidden layer keep their names. */
  include(graph: Graph): string
}

/** Starts a graph. */
export function createGraphBuilder(): GraphBuilder {
  const constants: Constant[] = []
  const operators: Operator[] = []
  const known = new Map<string, string>()
  let names = 0
  const addConstant = (values: readonly number[], dims: readonly number[]): string => {
    const key = `${dims.length}:${values.join()}`
    const name = known.get(key) ?? `c${++names}`
    if (!known.has(key)) constants.push({ name, dims, values: Float32Array.from(values) })
    known.set(key, name)
    return name
  }
  const apply: GraphBuilder['apply'] = (op, inputs, attributes = {}) => {
    const output = `v${++names}`
    operators.push({ op, inputs, output, attributes })
    return output
  }
  /** The writer knows float32 constants only; the runtime casts them once when it loads the graph. */
  const integers = (values: readonly number[]): string => {
    const key = `integers:${values.join()}`
    const name = known.get(key) ?? apply('Cast', [addConstant(values, [values.length])], { to: INT64 })
    known.set(key, name)
    return name
  }
  const constant: GraphBuilder['constant'] = (values) =>
    typeof values === 'number' ? addConstant([values], []) : addConstant(values, [values.length])
  return {
    constants,
    operators,
    constant,
    column: (values) => apply('Reshape', [constant(values), integers([values.length, 1])]),
    apply,
    // A 0 keeps the batch as it is.
    reshape: (value, dims) => apply('Reshape', [value, integers([0, ...dims])]),
    slice: (value, axis, from, to) => apply('Slice', [value, integers([from]), integers([to]), integers([axis])]),
    sum: (value, axis) => apply('ReduceSum', [value, integers([axis])], { keepdims: 1 }),
    concat: (values, axis) => apply('Concat', values, { axis }),
    rename(value, name) {
      operators.push({ op: 'Identity', inputs: [value], output: name })
      return name
    },
    include(graph) {
      constants.push(...graph.constants)
      operators.push(...graph.operators)
      return graph.output.name
    },
  }
}
