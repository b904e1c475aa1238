import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { AppError, messageOf } from '../../../shared/errors.ts'
import type { SweepEngine } from './engine.ts'
import { isJsonObject, type JsonObject, toJson } from './json.ts'
import { valueAt } from './paths.ts'

/** A scenario as plain data: it travels to workers and into files. */
function toPlain(scenario: unknown): JsonObject {
  const plain = toJson(scenario)
  if (!isJsonObject(plain)) throw new AppError('invalid-scenario', 'the scenario is no object')
  return plain
}

/** Digests of files by their names. @throws AppError `unreadable-file`. */
async function digestsOf(names: Iterable<string>, base: string): Promise<Readonly<Record<string, string>>> {
  const digests = [...new Set(names)].sort().map(async (name) => {
    const bytes = await readFile(resolve(base, name)).catch((error: unknown) => {
      throw new AppError('unreadable-file', `cannot read ${name}: ${messageOf(error)}`, { name }, error)
    })
    return [name, createHash('sha256').update(bytes).digest('hex')] as const
  })
  return Object.fromEntries(await Promise.all(digests))
}

/** The simulator as sweeps see it. */
export const simulatorEngine: SweepEngine = {
  async load(file, factors) {
    await cryptoReady()
    // Storage keys are hashed when pallets are loaded.
    const { loadScenario } = await import('../scenario/load.ts')
    const { parseScenario } = await import('../scenario/parse.ts')
    const { loadOwnStrategies } = await import('../strategies/own-strategies.ts')
    const { scenario, base, strategies } = await loadScenario(file)
    const named = factors.flatMap((factor) =>
      factor.tag === 'values' && factor.path.endsWith('.strategy') ? factor.values.map(String) : [],
    )
    const own = new Map([...strategies, ...(await loadOwnStrategies(named, base))])
    const parse = (variant: JsonObject): JsonObject => toPlain(parseScenario(variant, own))
    const plain = toPlain(scenario)
    const snapshot = valueAt(plain, ['network', 'snapshot'])
    const files = await digestsOf([...own.keys(), ...(typeof snapshot === 'string' ? [snapshot] : [])], base)
    return { scenario: plain, base, files, parse }
  },
  // TypeScript in a checkout, JavaScript in a package.
  worker: new URL(`./worker${extname(import.meta.url)}`, import.meta.url).href,
}
