import { readFile } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse as parseYaml } from 'yaml'
import { AppError, messageOf } from '../../../shared/errors.ts'
import { nearestName } from '../../../shared/near-name.ts'
import { SCENARIOS } from '../scenarios/registry.ts'
import type { OwnStrategies } from '../strategies/find-strategy.ts'
import { loadOwnStrategies } from '../strategies/own-strategies.ts'
import { parseScenario } from './parse.ts'
import type { Scenario } from './schema.ts'

const MODULES = ['.ts', '.mts', '.js', '.mjs']
const TEXTS = ['.yaml', '.yml', '.json']

/** A scenario that is ready to run. */
export interface LoadedScenario {
  readonly scenario: Scenario
  /** Folder that paths in the scenario start from. */
  readonly base: string
  readonly strategies: OwnStrategies
}

/**
 * Loads a scenario: a built-in one by its name, or a file. A module exports it as its default.
 * @throws AppError `unreadable-file`, `unknown-scenario` with the nearest name, `invalid-scenario` and what
 * `parseScenario` throws; the message begins with the file.
 */
export async function loadScenario(file: string): Promise<LoadedScenario> {
  const builtIn = Object.hasOwn(SCENARIOS, file) ? SCENARIOS[file] : undefined
  const base = builtIn === undefined ? dirname(resolve(file)) : process.cwd()
  const input = builtIn ?? (await readInput(file))
  try {
    const strategies = await loadOwnStrategies(namesIn(input), base)
    return { scenario: parseScenario(input, strategies), base, strategies }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(error.code, `${file}: ${error.message}`, { ...error.context, file }, error)
  }
}

async function readInput(file: string): Promise<unknown> {
  const extension = extname(file).toLowerCase()
  if (MODULES.includes(extension)) return readModule(file)
  if (TEXTS.includes(extension)) return readData(file, extension === '.json')
  const near = nearestName(file, Object.keys(SCENARIOS))
  const hint = near === undefined ? `built in: ${Object.keys(SCENARIOS).join(', ')}` : `did you mean ${near}?`
  const forms = [...MODULES, ...TEXTS].join(', ')
  throw new AppError('unknown-scenario', `no scenario is called ${file}; ${hint} A file ends in ${forms}`, { file })
}

async function readData(file: string, isJson: boolean): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new AppError('unreadable-file', `cannot read ${file}: ${messageOf(error)}`, { file }, error)
  })
  try {
    return isJson ? JSON.parse(text) : parseYaml(text)
  } catch (error) {
    const reason = messageOf(error)
    throw new AppError('invalid-scenario', `${file} is no ${isJson ? 'JSON' : 'YAML'}: ${reason}`, { file }, error)
  }
}

async function readModule(file: string): Promise<unknown> {
  const found = await import(pathToFileURL(resolve(file)).href).catch((error: unknown) => {
    throw new AppError('unreadable-file', `cannot load ${file}: ${messageOf(error)}`, { file }, error)
  })
  if (found.default === undefined)
    throw new AppError('invalid-scenario', `${file} exports no scenario; valid: export default defineScenario({ … })`)
  return found.default
}

/** Strategies that a scenario names, before it is known to be one. */
function namesIn(input: unknown): readonly string[] {
  const actors: unknown = typeof input === 'object' && input !== null && 'actors' in input ? input.actors : []
  const groups: readonly unknown[] = Array.isArray(actors) ? actors : []
  return groups.flatMap((group) =>
    typeof group === 'object' && group !== null && 'strategy' in group && typeof group.strategy === 'string'
      ? [group.strategy]
      : [],
  )
}
