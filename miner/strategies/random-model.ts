import { AppError } from '../../shared/errors.ts'
import { randomAnswer } from '../../shared/mechanism/rows/random-answer.ts'
import type { Model } from '../../shared/model/model.ts'
import { noHiddenOutput } from '../../shared/model/no-hidden-output.ts'
import { fromWire } from '../../shared/model/tensor.ts'
import type { Rng } from '../../shared/rng.ts'

/**
 * A model with the shape of another that answers at random: the lazy miner of simulations, which every validator must
 * find out.
 * @throws AppError `model-mismatch` when the shape leaves the number of classes open.
 */
export function createRandomModel(model: Model, rng: Rng): Model {
  const classes = model.output.dims.at(-1)
  if (classes === undefined)
    throw new AppError('model-mismatch', 'the random strategy needs a model whose output says how many classes it has')
  return {
    digest: model.digest,
    input: model.input,
    output: model.output,
    // It computes nothing that it could prove.
    hidden: undefined,
    infer: async ({ dims }) => fromWire(randomAnswer(rng, dims[0] ?? 0, classes)),
    inferHidden: () => Promise.reject(noHiddenOutput()),
    close: () => model.close(),
  }
}
