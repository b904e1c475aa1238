import { AppError } from '../errors.ts'
import { HIDDEN_OUTPUT } from './model.ts'

/** What `inferHidden` fails with on a model that does not show its hidden layer. */
export const noHiddenOutput = (): AppError<'no-hidden-output'> =>
  new AppError(
    'no-hidden-output',
    `the model does not show its hidden layer; valid is a graph with a second float32 output called ${HIDDEN_OUTPUT}`,
  )
