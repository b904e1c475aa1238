import { readFile } from 'node:fs/promises'
import type { Model } from '../../../../shared/model/model.ts'
import { openModel } from '../../../../shared/model/onnx.ts'

/** The committed models: beside this file's root in a checkout, and where the package has them once built. */
const LADDER = new URL(
  import.meta.url.endsWith('.ts') ? '../../../../miner/models/ladder/' : '../../../../../miner/models/ladder/',
  import.meta.url,
)

const opened = new Map<string, Promise<Model>>()

/** A committed model by mechanism and rung, 1 (worst) to 6; opened once per thread. */
export function ladderModel(mechanism: string, rung: number): Promise<Model> {
  const path = `${mechanism}/${mechanism}-${rung}.onnx`
  const model = opened.get(path) ?? readFile(new URL(path, LADDER)).then(openModel)
  opened.set(path, model)
  return model
}
