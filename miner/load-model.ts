import { readFile } from 'node:fs/promises'
import { AppError, isAppError, messageOf } from '../shared/errors.ts'
import type { Mechanism } from '../shared/mechanism/mechanism.ts'
import { type Inference, openInference } from './inference.ts'

/**
 * Opens a model file and finds out, before anybody asks or anything is paid, whether it answers what the mechanism
 * asks.
 * @throws AppError `model-missing`, or as `openModel` and `Mechanism.checkModel`, with the file's name in front.
 */
export async function loadModel(file: string, mechanism: Mechanism): Promise<Inference> {
  const bytes = await readModelFile(file)
  let model: Inference | undefined
  try {
    model = await openInference(bytes)
    await mechanism.checkModel(model)
    return model
  } catch (error) {
    await model?.close()
    if (!isAppError(error)) throw error
    throw new AppError(error.code, `${file}: ${error.message}`, { ...error.context, file }, error)
  }
}

/** Bytes of a model file. @throws AppError `model-missing`. */
export async function readModelFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new AppError(
      'model-missing',
      `cannot read the model file ${file}: ${messageOf(error)}; valid is the path of an .onnx file`,
      { file },
      error,
    )
  }
}
