import { z } from 'zod'
import { AppError } from '../../errors.ts'
import { describeDims } from '../../model/describe-dims.ts'
import type { Model } from '../../model/model.ts'
import { fromWire, parseWireTensor, toWire, type WireTensor } from '../../model/tensor.ts'
import { parserOf } from '../../zod-parser.ts'
import type { Mechanism } from '../mechanism.ts'
import { classifierShape, inferProbabilities, probeClassifier } from './infer-probabilities.ts'

/** Most tasks in one request. */
export const MAX_REQUEST_TASKS = 4096

/** Rows to classify, a tensor [tasks, values per row]: all that a miner sees of tasks. */
export interface ClassRequest {
  readonly inputs: WireTensor
}

const schema = z.strictObject({ inputs: z.unknown() })

/** Rows and classes of a mechanism; a miner of the person's own data takes both from its model, and gives neither. */
export interface AnsweringOptions {
  readonly width?: number
  readonly classes?: number
}

/** The miner's half of a mechanism that classifies rows. */
export function answering({
  width,
  classes,
}: AnsweringOptions): Pick<Mechanism<never, ClassRequest>, 'parseRequest' | 'checkModel' | 'answer'> {
  const expected = `[?, ${width ?? 'features'}] to [?, ${classes ?? 'classes'}]`
  return {
    parseRequest(input) {
      const inputs = parseWireTensor(parserOf(schema, 'request')(input).inputs)
      const [count = 0, found] = inputs.dims
      if (inputs.dims.length !== 2 || count > MAX_REQUEST_TASKS || (width !== undefined && found !== width))
        throw new AppError(
          'malformed',
          `request inputs are [${inputs.dims.join(', ')}]; valid are [1 to ${MAX_REQUEST_TASKS}, ${width ?? 'features'}]`,
        )
      // Read here and again to answer: what is no float is the fault of whoever asks, and told before anything is computed.
      fromWire(inputs)
      return { inputs }
    },

    async checkModel(model: Model) {
      const shape = classifierShape(model)
      const fits = (width ?? shape.width) === shape.width && (classes ?? shape.classes) === (shape.classes ?? classes)
      if (!fits)
        throw new AppError(
          'model-mismatch',
          `the model takes ${describeDims(model.input)} and gives ${describeDims(model.output)}; valid is ${expected}`,
        )
      await probeClassifier(model)
    },

    async answer(request, model) {
      const { dims, data } = fromWire(request.inputs)
      const count = dims[0] ?? 0
      const inferred = await inferProbabilities(model, data, count)
      return toWire({ dims: [count, inferred.classes], data: inferred.data })
    },
  }
}
