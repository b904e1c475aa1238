import { availableParallelism } from 'node:os'
import { type Command, Option } from '@commander-js/extra-typings'
import { flag, wholeNumber } from '../../../shared/cli.ts'
import { helpList } from '../../../shared/help-list.ts'
import type { CommandDeps } from '../command-deps.ts'
import { MEASURE_NAMES, measureInfo } from '../metrics/measures.ts'
import type { SweepEngine } from './engine.ts'
import { parseShard } from './shard.ts'
import { type Factor, parseVary } from './vary.ts'

const MOST_SAMPLES = 100_000
const MOST_SEEDS = 10_000
const ONE_DAY_S = 86_400

/** Adds a factor to those before it. */
const vary = (text: string, before: readonly Factor[] | undefined): readonly Factor[] => [
  ...(before ?? []),
  flag(parseVary)(text),
]

const MEASURE_HELP = helpList(Object.fromEntries(MEASURE_NAMES.map((name) => [name, measureInfo(name).description])))

const outOption = () => new Option('--out <dir>', 'folder of the results').default('sweep-out')
const metricOption = () =>
  new Option(
    '--metric <names...>',
    'measures that the report draws, as named below (default: gain, honestLoss, rankCorrelation)',
  )
const svgOption = () =>
  new Option('--svg <dir>', 'also write each chart as an SVG picture for READMEs and pull requests into this folder')

/** Adds `devnet sweep` and `devnet sweep merge`. `openEngine` gives the simulator when a sweep begins. */
export function addSweepCommand(program: Command, deps: CommandDeps, openEngine: () => Promise<SweepEngine>): void {
  // Options that follow "merge" are its own, although sweep has some of the same name.
  const sweep = program
    .enablePositionalOptions()
    .command('sweep')
    .enablePositionalOptions()
    .description(
      'Run a scenario over many values of its parameters, on all cores, with many seeds; kills cost nothing.',
    )
    .argument('<scenario>', 'scenario file (.ts, .mjs, .yaml or .json), or a built-in one by its name')
    .addOption(
      new Option(
        '--vary <key=values>',
        'parameter by its dotted path: k=v1..v2[:steps][:log][:int] or k=a,b,c; repeat it',
      ).argParser(vary),
    )
    .addOption(
      new Option('--design <kind>', 'grid: every combination; lhs: a Latin hypercube of --samples points')
        .choices(['grid', 'lhs'] as const)
        .default('grid' as const),
    )
    .addOption(
      new Option('--samples <n>', 'points of a Latin hypercube').default(100).argParser(wholeNumber(1, MOST_SAMPLES)),
    )
    .addOption(new Option('--seeds <n>', 'runs of every point').default(5).argParser(wholeNumber(1, MOST_SEEDS)))
    .addOption(
      new Option('--workers <n>', 'threads; the results do not depend on them')
        .default(availableParallelism(), 'all cores')
        .argParser(wholeNumber(1, 256)),
    )
    .addOption(outOption())
    .addOption(
      new Option(
        '--shard <i/n>',
        'run only part i of n, for many machines; put them together with "devnet sweep merge"',
      )
        .default({ index: 1, count: 1 }, '1/1')
        .argParser(parseShard),
    )
    .option('--resume', 'go on with the sweep in the folder, where there is one', false)
    .addOption(
      new Option('--run-timeout <seconds>', 'a run that takes longer counts as failed')
        .default(600)
        .argParser(wholeNumber(1, ONE_DAY_S)),
    )
    .addOption(metricOption())
    .addOption(svgOption())
    .addHelpText(
      'after',
      `
The folder then has sweep.sqlite (all runs), runs.csv, runs.parquet, result.json, summary.md and report.html. Items of
lists go by name, strategy or number: actors.copiers.params.lag. How to run shards on a cluster: chain/simulator/README.md.

Measures:
${MEASURE_HELP}

Examples:
  $ devnet sweep weight-copying --vary drift=0..0.3:4 --vary noise.sigma=0.1,0.3
  $ devnet sweep copiers.yaml --vary noise.sigma=0.01..1:log --design lhs --samples 200 --seeds 20
  $ devnet sweep copiers.yaml --vary actors.copier.params.lag=0,5 --shard 2/8 --out shard-2 --resume
  $ devnet sweep merge shard-* --out all`,
    )
    .action(async (scenario, options) => {
      const { sweepScenario } = await import('./sweep-scenario.ts')
      const flags = { ...options, vary: options.vary, metric: options.metric, svg: options.svg }
      await sweepScenario(scenario, flags, { ...deps, engine: await openEngine() })
    })
  sweep
    .command('merge')
    .description('Put the shards of one sweep together and write its results.')
    .argument('<dirs...>', 'folders that "devnet sweep" wrote')
    .addOption(outOption())
    .addOption(metricOption())
    .addOption(svgOption())
    .addHelpText(
      'after',
      `
Measures:
${MEASURE_HELP}

Example:
  $ devnet sweep merge shards/* --out all`,
    )
    .action(async (dirs, options) => {
      const { mergeFolders } = await import('./sweep-scenario.ts')
      await mergeFolders(dirs, { ...options, metric: options.metric, svg: options.svg }, deps)
    })
}
