import { concat } from '../../shared/bytes.ts'
import { toLittleEndian } from '../../shared/model/tensor.ts'
import { bytesField, type Field, intField, messageField, textField } from './protobuf.ts'

/** A constant of the graph: float32 values with their shape. */
export interface Constant {
  readonly name: string
  readonly dims: readonly number[]
  readonly values: Float32Array
}

/** One operator: its inputs and its output by name. */
export interface Operator {
  readonly op: string
  readonly inputs: readonly string[]
  readonly output: string
  /** Whole-number attributes, such as `axis`. */
  readonly attributes?: Readonly<Record<string, number>>
}

/** A named float32 matrix [batch, width] at the edge of the graph; the batch is free. */
export interface Edge {
  readonly name: string
  readonly width: number
}

/** A graph with one input and one output, or a second one that shows the hidden layer. Operators stand in the order in which they run. */
export interface Graph {
  readonly name: string
  readonly input: Edge
  readonly output: Edge
  readonly hidden?: Edge | undefined
  readonly constants: readonly Constant[]
  readonly operators: readonly Operator[]
}

/** ONNX file format 8 with operator set 17: old enough for every runtime since onnxruntime 1.14. */
const IR_VERSION = 8
const OPSET_VERSION = 17

/** Name of this writer in its files. */
export const PRODUCER = 'meritnet'

/** Numbers of the fields and enum values of onnx.proto that a feed-forward graph takes. */
export const MODEL = { irVersion: 1, producerName: 2, graph: 7, opsetImport: 8 } as const
const OPSET = { version: 2 }
/** See `MODEL`. */
export const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const
const NODE = { input: 1, output: 2, name: 3, opType: 4, attribute: 5 }
const ATTRIBUTE = { name: 1, int: 3, type: 20, typeInt: 2 }
/** See `MODEL`. */
export const TENSOR = { dims: 1, dataType: 2, name: 8, rawData: 9, float: 1 } as const
const VALUE = { name: 1, type: 2, tensorType: 1, elemType: 1, shape: 2, dim: 1, dimValue: 1, dimParam: 2 }

/** ONNX file of a graph. The same graph gives the same bytes. */
export function writeOnnx(graph: Graph): Uint8Array {
  return concat(
    intField(MODEL.irVersion, IR_VERSION),
    textField(MODEL.producerName, PRODUCER),
    messageField(
      MODEL.graph,
      ...graph.operators.map(toNode),
      textField(GRAPH.name, graph.name),
      ...graph.constants.map(toInitializer),
      toValue(GRAPH.input, graph.input),
      toValue(GRAPH.output, graph.output),
      ...(graph.hidden === undefined ? [] : [toValue(GRAPH.output, graph.hidden)]),
    ),
    messageField(MODEL.opsetImport, intField(OPSET.version, OPSET_VERSION)),
  )
}

const toNode = ({ op, inputs, output, attributes = {} }: Operator): Field =>
  messageField(
    GRAPH.node,
    ...inputs.map((name) => textField(NODE.input, name)),
    textField(NODE.output, output),
    textField(NODE.name, output),
    textField(NODE.opType, op),
    ...Object.entries(attributes).map(([name, value]) =>
      messageField(
        NODE.attribute,
        textField(ATTRIBUTE.name, name),
        intField(ATTRIBUTE.int, value),
        intField(ATTRIBUTE.type, ATTRIBUTE.typeInt),
      ),
    ),
  )

const toInitializer = ({ name, dims, values }: Constant): Field =>
  messageField(
    GRAPH.initializer,
    ...dims.map((dim) => intField(TENSOR.dims, dim)),
    intField(TENSOR.dataType, TENSOR.float),
    textField(TENSOR.name, name),
    bytesField(TENSOR.rawData, toLittleEndian(values)),
  )

const toValue = (field: number, { name, width }: Edge): Field =>
  messageField(
    field,
    textField(VALUE.name, name),
    messageField(
      VALUE.type,
      messageField(
        VALUE.tensorType,
        intField(VALUE.elemType, TENSOR.float),
        messageField(
          VALUE.shape,
          messageField(VALUE.dim, textField(VALUE.dimParam, 'batch')),
          messageField(VALUE.dim, intField(VALUE.dimValue, width)),
        ),
      ),
    ),
  )
