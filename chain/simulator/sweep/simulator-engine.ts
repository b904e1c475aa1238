import { extname } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import { loadScenario } from '../scenario/load.ts'
import { parseScenario } from '../scenario/parse.ts'
import { loadOwnStrategies } from '../strategies/own-strategies.ts'
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
    const { scenario, base, strategies } = await loadScenario(file)
    const named = factors.flatMap((factor) =>
      factor.tag === 'values' && factor.path.endsWith('.strategy') ? factor.values.map(String) : [],
    )
    const own = new Map([...strategies, ...(await loadOwnStrategies(named, base))])
    return { scenario: toPlain(scenario), base, parse: (variant) => toPlain(parseScenario(variant, own)) }
  },
  // TypeScript in a checkout, JavaScript in a package.
  worker: new URL(`./worker${extname(import.meta.url)}`, import.meta.url).href,
}
