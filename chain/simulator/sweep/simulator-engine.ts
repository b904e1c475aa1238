import { extname } from 'node:path'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { AppError } from '../../../shared/errors.ts'
import type { SweepEngine } from './engine.ts'
import { isJsonObject, type JsonObject, toJson } from './json.ts'

/** A scenario as plain data: it travels to workers and into files. */
function toPlain(scenario: unknown): JsonObject {
  const plain = toJson(scenario)
  if (!isJsonObject(plain)) throw new AppError('invalid-scenario', 'the scenario is no object')
  return plain
}

/** The simulator as sweeps see it. */
export const simulatorEngine: SweepEngine = {
  async load(file, factors) {
    await cryptoReady()
    // Storage keys are hashed when pallets are loaded.
    const { levelOf } = await import('../play/levels.ts')
    const { loadScenario } = await import('../scenario/load.ts')
    const { parseScenario } = await import('../scenario/parse.ts')
    const { loadOwnStrategies } = await import('../strategies/own-strategies.ts')
    const { scenario, base, strategies } = await loadScenario(file)
    const named = factors.flatMap((factor) =>
      factor.tag === 'values' && factor.path.endsWith('.strategy') ? factor.values.map(String) : [],
    )
    const own = new Map([...strategies, ...(await loadOwnStrategies(named, base))])
    const parse = (variant: JsonObject): JsonObject => {
      const parsed = parseScenario(variant, own)
      levelOf(parsed)
      return toPlain(parsed)
    }
    return { scenario: toPlain(scenario), base, parse }
  },
  // TypeScript in a checkout, JavaScript in a package.
  worker: new URL(`./worker${extname(import.meta.url)}`, import.meta.url).href,
}
