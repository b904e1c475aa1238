import { createHash } from 'node:crypto'
import { env, InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import { AppError, messageOf } from '../errors.ts'
import { describeDims } from './describe-dims.ts'
import { HIDDEN_OUTPUT, MAX_HIDDEN_WIDTH, type Model, type Port, type Tensor } from './model.ts'
import { noHiddenOutput } from './no-hidden-output.ts'
import { countValues, MAX_TENSOR_VALUES } from './tensor.ts'

/** Largest model file that is opened: 256 MiB. */
export const MAX_MODEL_BYTES = 268_435_456

/** What the native runtime says about bytes that hold no ONNX graph at all. */
const NOT_ONNX = /protobuf parsing failed|no graph was found|data pointer is null|modelproto does not have a graph/i

/**
 * Loads an ONNX graph into onnxruntime on one thread: a miner shares the machine with others, and small models answer
 * faster without a thread pool.
 * @throws AppError `model-too-large`, `not-onnx`, `model-unsupported` (an operator, data type or graph that the runtime
 * refuses) or `model-shape` (not exactly one float32 input and one float32 answer; an output called `hidden` besides it is
 * welcome, as float32 [batch, width]).
 */
export async function openModel(bytes: Uint8Array): Promise<Model> {
  if (bytes.length > MAX_MODEL_BYTES)
    throw new AppError('model-too-large', `model has ${bytes.length} bytes; at most ${MAX_MODEL_BYTES} are valid`)
  const session = await openSession(bytes)
  try {
    const input = toPort('input', session.inputMetadata)
    const { answers, hidden } = splitOutputs(session.outputMetadata)
    const output = toPort('output', answers)
    return createModel({
      session,
      digest: createHash('sha256').update(bytes).digest('hex'),
      input,
      output,
      hidden: hidden === undefined ? undefined : toHiddenPort(hidden),
    })
  } catch (error) {
    await session.release()
    throw error
  }
}

async function openSession(bytes: Uint8Array): Promise<InferenceSession> {
  // Read once, when the runtime starts. Below fatal it writes to stderr about graphs that are merely unusual.
  env.logLevel = 'fatal'
  try {
    return await InferenceSession.create(bytes, {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
    })
  } catch (error) {
    const reason = messageOf(error)
    if (bytes.length === 0 || NOT_ONNX.test(reason))
      throw new AppError(
        'not-onnx',
        `found ${bytes.length} bytes that are no ONNX model; valid is a file written by an ONNX exporter`,
        {},
        error,
      )
    throw new AppError(
      'model-unsupported',
      `onnxruntime cannot run this ONNX model: ${reason.replace(/\s+/g, ' ').trim()}; valid is one file that holds all of its weights and uses standard operators`,
      {},
      error,
    )
  }
}

/** The hidden layer apart from the answers. A graph whose only output is called `hidden` answers with it. */
function splitOutputs(outputs: readonly InferenceSession.ValueMetadata[]) {
  const hidden = outputs.length < 2 ? undefined : outputs.find(({ name }) => name === HIDDEN_OUTPUT)
  return { hidden, answers: outputs.filter((output) => output !== hidden) }
}

function toHiddenPort(metadata: InferenceSession.ValueMetadata): Port {
  const port = toPort('output', [metadata])
  const [, width] = port.dims
  if (port.dims.length !== 2 || width === undefined || width < 1 || width > MAX_HIDDEN_WIDTH)
    throw new AppError(
      'model-shape',
      `output ${HIDDEN_OUTPUT} is ${describeDims(port)}; valid is [batch, width] with a fixed width of 1 to ${MAX_HIDDEN_WIDTH}`,
    )
  return port
}

function toPort(side: 'input' | 'output', metadata: readonly InferenceSession.ValueMetadata[]): Port {
  const valid = `a model has exactly one float32 ${side}${side === 'output' ? ` besides ${HIDDEN_OUTPUT}` : ''}`
  const [port, ...others] = metadata
  if (port === undefined || others.length > 0)
    throw new AppError(
      'model-shape',
      `found ${metadata.length} ${side}s (${metadata.map((m) => m.name).join(', ')}); ${valid}`,
    )
  if (!port.isTensor) throw new AppError('model-shape', `${side} ${port.name} is no tensor; ${valid}`)
  if (port.type !== 'float32') throw new AppError('model-shape', `${side} ${port.name} is ${port.type}; ${valid}`)
  return { name: port.name, dims: port.shape.map((dim) => (typeof dim === 'number' ? dim : undefined)) }
}

interface Parts {
  readonly session: InferenceSession
  readonly digest: string
  readonly input: Port
  readonly output: Port
  readonly hidden: Port | undefined
}

function createModel({ session, digest, input, output, hidden }: Parts): Model {
  let isOpen = true
  /** Runs the graph; the runtime only copies out what is asked for. */
  const run = async (tensor: Tensor, outputs: readonly string[]): Promise<InferenceSession.ReturnType> => {
    if (!isOpen) throw new AppError('inference-failed', 'the model is closed')
    checkFit(tensor, input)
    try {
      return await session.run({ [input.name]: new OrtTensor('float32', tensor.data, tensor.dims) }, outputs)
    } catch (error) {
      throw new AppError('inference-failed', `onnxruntime failed: ${messageOf(error)}`, {}, error)
    }
  }
  return {
    digest,
    input,
    output,
    hidden,
    async infer(tensor) {
      return toTensor(await run(tensor, [output.name]), output)
    },
    async inferHidden(tensor) {
      if (hidden === undefined) throw noHiddenOutput()
      const results = await run(tensor, [output.name, hidden.name])
      return { output: toTensor(results, output), hidden: toTensor(results, hidden) }
    },
    async close() {
      if (!isOpen) return
      isOpen = false
      await session.release()
    },
  }
}

function toTensor(results: InferenceSession.ReturnType, { name }: Port): Tensor {
  const result = results[name]
  if (result === undefined || !(result.data instanceof Float32Array))
    throw new AppError('inference-failed', `the model gave no float32 ${name}`)
  return { dims: result.dims, data: result.data }
}

function checkFit({ dims, data }: Tensor, port: Port): void {
  const fits = dims.length === port.dims.length && port.dims.every((dim, i) => dim === undefined || dim === dims[i])
  if (!fits)
    throw new AppError('inference-failed', `input is [${dims.join(', ')}]; this model takes ${describeDims(port)}`)
  const count = countValues(dims)
  if (count !== data.length || count > MAX_TENSOR_VALUES)
    throw new AppError(
      'inference-failed',
      `input [${dims.join(', ')}] has ${data.length} values; valid are ${count}, at most ${MAX_TENSOR_VALUES}`,
    )
}
