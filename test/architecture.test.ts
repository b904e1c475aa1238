import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT, sourceFiles } from './support/source-files.ts'

const product = sourceFiles('shared', 'miner', 'validator', 'chain')
const everything = [...product, ...sourceFiles('test')]

/** Who may import whom, as path prefixes; the longest matching prefix speaks. Own folder is always allowed. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  shared: [],
  miner: ['shared'],
  validator: ['shared'],
  'chain/interface.ts': [],
  'chain/node': ['chain/interface.ts', 'shared'],
  'chain/frame': ['chain/interface.ts', 'shared'],
  'chain/yuma': ['shared/units.ts', 'shared/errors.ts'],
  'chain/runtime': ['chain/interface.ts', 'chain/frame', 'chain/yuma', 'shared'],
  // package.json only for the version that the node tells, and that a sweep belongs to.
  'chain/devnet': ['chain/interface.ts', 'chain/node', 'chain/runtime', 'shared', 'package.json'],
  // Scenarios of the simulator, played by processes.
  'chain/devnet/scenario': ['chain/devnet', 'chain/simulator', 'chain/runtime', 'shared'],
  'chain/simulator': ['chain/runtime', 'chain/frame', 'chain/yuma', 'chain/interface.ts', 'shared', 'package.json'],
  'chain/cli.ts': ['chain/devnet', 'chain/node', 'chain/simulator', 'shared'],
}

/** Heavy packages and the only places that import them. */
const SOLE_IMPORTERS: Readonly<Record<string, readonly string[]>> = {
  '@polkadot/api': ['shared/subtensor/'],
  '@polkadot/types': ['shared/subtensor/'],
  '@polkadot/util': ['shared/subtensor/', 'shared/crypto/'],
  '@polkadot/util-crypto': ['shared/crypto/'],
  '@polkadot/keyring': ['shared/crypto/'],
  'hash-wasm': ['shared/crypto/'],
  'onnxruntime-node': ['shared/model/onnx.ts'],
  'better-sqlite3': ['validator/db/', 'chain/node/storage/', 'chain/simulator/sweep/store/'],
  'drizzle-orm': ['validator/db/', 'chain/simulator/sweep/store/'],
  hono: ['miner/', 'shared/report/', 'validator/publish/'],
  '@hono/node-server': ['shared/wire/serve.ts', 'validator/publish/'],
  ws: ['chain/node/rpc/'],
  pino: ['shared/log.ts'],
  'pino-pretty': ['shared/log.ts'],
  'csv-parse': ['shared/data/'],
  '@noble/curves': ['shared/timelock/'],
  'drand-client': ['shared/timelock/'],
  tinypool: ['chain/simulator/'],
  vega: ['shared/report/chart.ts', 'chain/simulator/retention/chart.ts'],
  'vega-lite': ['shared/report/', 'validator/audit/', 'validator/report/', 'chain/simulator/'],
  yaml: ['chain/simulator/'],
  'hyparquet-writer': ['chain/simulator/'],
  'fastest-levenshtein': ['shared/near-name.ts'],
  'cli-progress': ['chain/simulator/'],
}

/** Ambient inputs and the only files that may touch them: everything else gets them as arguments. */
const AMBIENT: readonly { readonly name: string; readonly pattern: RegExp; readonly allowed: readonly string[] }[] = [
  { name: 'Date.now', pattern: /\bDate\.now\(/, allowed: ['shared/clock.ts'] },
  { name: 'new Date()', pattern: /\bnew Date\(\)/, allowed: [] },
  { name: 'performance.now', pattern: /\bperformance\.now\(/, allowed: ['shared/clock.ts'] },
  { name: 'timers', pattern: /\b(setTimeout|setInterval)\(/, allowed: ['shared/clock.ts'] },
  { name: 'Math.random', pattern: /\bMath\.random\(/, allowed: [] },
  {
    name: 'console',
    pattern: /\bconsole\.(log|info|warn|error|debug)\b/,
    allowed: ['shared/subtensor/library-console.ts'],
  },
]

const isBelow = (path: string, prefix: string) =>
  path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`)

const folderOf = (path: string) =>
  Object.keys(MAY_IMPORT)
    .filter((prefix) => isBelow(path, prefix))
    .sort((a, b) => b.length - a.length)[0]

describe('architecture', () => {
  test('every source file belongs to a layer', () => {
    expect(product.filter(({ path }) => folderOf(path) === undefined).map(({ path }) => path)).toEqual([])
  })

  test('files import only from their own layer and the layers below', () => {
    const offences = product.flatMap(({ path, imports }) => {
      const folder = folderOf(path) ?? ''
      const allowed = [folder, ...(MAY_IMPORT[folder] ?? [])]
      return imports
        .filter((target) => !allowed.some((prefix) => isBelow(target, prefix)))
        .map((target) => `${path} imports ${target}`)
    })
    expect(offences).toEqual([])
  })

  test('there are no import cycles, not even of types', () => {
    const graph = new Map(product.map(({ path, imports }) => [path, imports]))
    const state = new Map<string, 'open' | 'done'>()
    const cycles: string[] = []
    const visit = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'done') return
      if (state.get(path) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
        return
      }
      state.set(path, 'open')
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
      state.set(path, 'done')
    }
    for (const path of graph.keys()) visit(path, [])
    expect(cycles).toEqual([])
  })

  test('pallets use each other only through storage, events, errors, types and constants', () => {
    const offences = product.flatMap(({ path, imports }) => {
      const own = /^chain\/runtime\/pallets\/([^/]+)\//.exec(path)?.[1]
      return imports
        .filter((target) => {
          const other = /^chain\/runtime\/pallets\/([^/]+)\/(.+)$/.exec(target)
          return own !== undefined && other !== null && other[1] !== own && other[2]?.startsWith('calls/')
        })
        .map((target) => `${path} imports ${target}`)
    })
    expect(offences).toEqual([])
  })

  test('heavy packages have one importer each', () => {
    const offences = product.flatMap(({ path, packages }) =>
      packages
        .filter((name) => SOLE_IMPORTERS[name]?.every((prefix) => !path.startsWith(prefix)))
        .map((name) => `${path} imports ${name}`),
    )
    expect(offences).toEqual([])
  })

  test('time, chance and the console come in as arguments', () => {
    const offences = product.flatMap(({ path, code }) =>
      AMBIENT.filter(({ pattern, allowed }) => !allowed.includes(path) && pattern.test(code)).map(
        ({ name }) => `${path} uses ${name}`,
      ),
    )
    expect(offences).toEqual([])
  })

  test('no file is longer than 300 lines', () => {
    expect(everything.filter(({ text }) => text.split('\n').length > 301).map(({ path }) => path)).toEqual([])
  })

  test('names are kebab-case', () => {
    const name = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|test-d|config))?\.ts$/
    expect(everything.filter(({ path }) => !name.test(path.split('/').at(-1) ?? '')).map(({ path }) => path)).toEqual(
      [],
    )
  })

  test('every folder with code has tests in its mirror', () => {
    const tested = new Set(
      everything
        .filter(({ path }) => path.endsWith('.test.ts'))
        .map(({ path }) => path.split('/').slice(1, -1).join('/')),
    )
    const untested = [...new Set(product.map(({ path }) => path.split('/').slice(0, -1).join('/')))].filter(
      // chain/ itself holds the CLI, tested end to end, and the types of the waist.
      (folder) =>
        folder !== 'chain' &&
        ![...tested].some((mirror) => isBelow(folder, mirror) && mirror !== '' && mirror !== 'chain'),
    )
    expect(untested).toEqual([])
  })

  test('exactly one copy of each @polkadot package is installed', () => {
    const copies = readdirSync(join(ROOT, 'node_modules'), { recursive: true })
      .map(String)
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => /(^|\/)@polkadot\/(util|util-crypto|keyring|types|api)\/package\.json$/.test(path))
    expect(copies.sort()).toEqual(
      ['api', 'keyring', 'types', 'util', 'util-crypto'].map((name) => `@polkadot/${name}/package.json`).sort(),
    )
  })
})
