import { AppError } from '../errors.ts'
import type { HiddenAnswer, Model, Tensor } from '../model/model.ts'
import { noHiddenOutput } from '../model/no-hidden-output.ts'

/** A model that remembers the hidden layer of what it infers. */
export interface RecordingModel extends Model {
  /**
   * The hidden layer of all inferences since the last call, [tasks, width], in the order in which they were asked for.
   * @throws AppError `inference-failed` when nothing was inferred or the widths differ.
   */
  takeHidden(): Tensor
}

/**
 * Lets a mechanism answer as ever, and keeps the hidden layer of that same forward pass. Make one per request: two at
 * once would mix their rows. Closing it closes the model.
 * @throws AppError `no-hidden-output` for a model that does not show its hidden layer.
 */
export function recordHidden(model: Model): RecordingModel {
  if (model.hidden === undefined) throw noHiddenOutput()
  let layers: Tensor[] = []
  const inferHidden = async (input: Tensor): Promise<HiddenAnswer> => {
    const answer = await model.inferHidden(input)
    layers.push(answer.hidden)
    return answer
  }
  return {
    digest: model.digest,
    input: model.input,
    output: model.output,
    hidden: model.hidden,
    infer: async (input) => (await inferHidden(input)).output,
    inferHidden,
    takeHidden() {
      const taken = layers
      layers = []
      return joinRows(taken)
    },
    close: () => model.close(),
  }
}

function joinRows(layers: readonly Tensor[]): Tensor {
  const [first] = layers
  const width = first?.dims[1]
  if (first === undefined || layers.some(({ dims }) => dims.length !== 2 || dims[1] !== width))
    throw new AppError(
      'inference-failed',
      `hidden layers are ${layers.map(({ dims }) => `[${dims.join(', ')}]`).join(', ') || 'missing'}; valid is [tasks, width], one or more`,
    )
  if (layers.length === 1) return first
  const data = new Float32Array(layers.reduce((sum, layer) => sum + layer.data.length, 0))
  let at = 0
  for (const layer of layers) {
    data.set(layer.data, at)
    at += layer.data.length
  }
  return { dims: [layers.reduce((sum, { dims }) => sum + (dims[0] ?? 0), 0), width ?? 0], data }
}
