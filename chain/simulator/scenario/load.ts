import { readFile } from 'node:fs/promises'
import { dirname, extname, resolve } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { AppError, messageOf } from '../../../shared/errors.ts'
import { importModule, MODULE_ENDINGS } from '../../../shared/import-module.ts'
import { nearestName } from '../../../shared/near-name.ts'
import type { MetagraphSnapshot } from '../../../shared/subtensor/snapshot.ts'
import { loadSnapshot } from '../replay/load-snapshot.ts'
import { recordedGroups } from '../replay/recorded-actors.ts'
import { SCENARIOS } from '../scenarios/registry.ts'
import type { OwnStrategies } from '../strategies/find-strategy.ts'
import { loadOwnStrategies, strategyNamesIn } from '../strategies/own-strategies.ts'
import { parseScenario } from './parse.ts'
import { type Scenario, scenarioSchema } from './schema.ts'

const TEXTS = ['.yaml', '.yml', '.json']

/** A scenario that is ready to run. */
export interface LoadedScenario {
  readonly scenario: Scenario
  /** Folder that paths in the scenario start from. */
  readonly base: string
  readonly strategies: OwnStrategies
  /** The recorded network that it starts from. */
  readonly snapshot?: MetagraphSnapshot
}

/** What a person sets beside the file. */
export interface LoadOptions {
  /** Snapshot of a recorded network to start from, instead of what the scenario says. */
  readonly network?: string | undefined
  /** Instead of the scenario's own. */
  readonly level?: Scenario['level'] | undefined
}

/**
 * Loads a scenario: a built-in one by its name, or a file. A module exports it as its default.
 * @throws AppError `unreadable-file`, `no-module`, `unknown-scenario` with the nearest name, `invalid-scenario` and what
 * `parseScenario` throws; the message begins with the file.
 */
export async function loadScenario(file: string, { network, level }: LoadOptions = {}): Promise<LoadedScenario> {
  const builtIn = Object.hasOwn(SCENARIOS, file) ? SCENARIOS[file] : undefined
  const base = builtIn === undefined ? dirname(resolve(file)) : process.cwd()
  const written = builtIn ?? (await readInput(file))
  const input = level !== undefined && isObject(written) ? { ...written, level } : written
  try {
    const strategies = await loadOwnStrategies(strategyNamesIn(input), base)
    const scenario = parseScenario(input, strategies)
    const recorded = network === undefined ? scenario.network.snapshot : resolve(network)
    if (recorded === undefined) return { scenario, base, strategies }
    const snapshot = await loadSnapshot(recorded, base)
    return { scenario: withRecorded(scenario, recorded, snapshot), base, strategies, snapshot }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(error.code, `${file}: ${error.message}`, { ...error.context, file }, error)
  }
}

/** The scenario with the neurons of a recorded network among its actors. */
function withRecorded(scenario: Scenario, file: string, snapshot: MetagraphSnapshot): Scenario {
  const actors = [...recordedGroups(snapshot), ...scenario.actors]
  const network = { ...scenario.network, snapshot: file, tempo: snapshot.tempo }
  return scenarioSchema.parse({ ...scenario, network, actors })
}

async function readInput(file: string): Promise<unknown> {
  const extension = extname(file).toLowerCase()
  if (MODULE_ENDINGS.includes(extension)) return readModule(file)
  if (TEXTS.includes(extension)) return readData(file, extension === '.json')
  const near = nearestName(file, Object.keys(SCENARIOS))
  const hint = near === undefined ? `built in: ${Object.keys(SCENARIOS).join(', ')}` : `did you mean ${near}?`
  const forms = [...MODULE_ENDINGS, ...TEXTS].join(', ')
  throw new AppError('unknown-scenario', `no scenario is called ${file}; ${hint} (a file ends in ${forms})`, { file })
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
  const found = await importModule(file)
  if (found.default === undefined)
    throw new AppError('invalid-scenario', `${file} exports no scenario; valid: export default defineScenario({ … })`)
  return found.default
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
