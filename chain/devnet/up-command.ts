import { type Command, Option } from '@commander-js/extra-typings'
import { flag, fromZeroToOne, wholeNumber } from '../../shared/cli.ts'
import { systemClock } from '../../shared/clock.ts'
import { createLogger } from '../../shared/log.ts'
import { MECHANISM_NAMES, parseMechanismName } from '../../shared/mechanism/names.ts'
import { runUntilSignal } from '../../shared/service.ts'
import { stopOnHangup } from '../../shared/stop-process.ts'
import { logLevel, rpcPort } from './options.ts'
import { requireReportFile } from './report-file.ts'

/** Adds `devnet up`: a whole subnet as processes. */
export function addUpCommand(program: Command): void {
  program
    .command('up')
    .description(
      'Run a whole subnet: a chain, 3 validators and 8 miners as real processes, and a live table of who earns what.',
    )
    .optionsGroup('How long, and what stays:')
    .addOption(
      new Option('--epochs <n>', 'stop after so many epochs that paid miners (default: run until Ctrl-C)')
        .env('MERITNET_EPOCHS')
        .argParser(wholeNumber(1, 1_000_000)),
    )
    .addOption(new Option('--report <file>', 'write the result as JSON at the end').env('MERITNET_REPORT'))
    .addOption(
      new Option(
        '--base-path <dir>',
        'keep wallets, databases and logs there (default: a temporary folder, removed at the end)',
      ).env('MERITNET_BASE_PATH'),
    )
    .addOption(
      new Option('--seed <text>', 'the same text gives the same keys and trained models (default: random)').env(
        'MERITNET_SEED',
      ),
    )
    .optionsGroup('What miners answer:')
    .addOption(
      new Option(
        '--mechanism <name>',
        `what miners answer: ${MECHANISM_NAMES} (default: glyphs, or labelled with --data)`,
      )
        .env('MERITNET_MECHANISM')
        .argParser(flag(parseMechanismName)),
    )
    .addOption(
      new Option('--difficulty <share>', "how hard tasks are, 0 to 1 (default: the mechanism's)")
        .env('MERITNET_DIFFICULTY')
        .argParser(fromZeroToOne),
    )
    .addOption(
      new Option('--items <number>', 'tasks of each miner in a round (default: as the validator)')
        .env('MERITNET_ITEMS')
        .argParser(wholeNumber(1, 4096)),
    )
    .addOption(
      new Option(
        '--data <file>',
        'train and score on your own labelled data: .csv, .csv.gz or .jsonl with a header row',
      ).env('MERITNET_DATA'),
    )
    .addOption(
      new Option('--label <column>', 'the column of --data that holds the class')
        .env('MERITNET_LABEL')
        .default('label'),
    )
    .optionsGroup('Who takes part:')
    .addOption(
      new Option(
        '--scenario <file>',
        'run the participants of a simulator scenario, a file or a built-in one by its name, as processes: honest and other miners and validators that the programs can be',
      ).env('MERITNET_SCENARIO'),
    )
    .addOption(
      new Option(
        '--adversaries',
        'add a relay, five hotkeys of one model, a cacher, a late answerer, an int8 downgrade and a validator that favours a friend, and measure what they gain; unless set, blocks take 1000 ms and the run ends after 6 paid epochs',
      )
        .env('MERITNET_ADVERSARIES')
        .default(false),
    )
    .addOption(
      new Option('--seeds <n>', 'with --adversaries: so many subnets one after another, each from another seed')
        .env('MERITNET_SEEDS')
        .default(1)
        .argParser(wholeNumber(1, 1_000)),
    )
    .optionsGroup('The chain:')
    .addOption(rpcPort())
    .addOption(
      new Option('--block-ms <ms>', 'milliseconds between blocks')
        .env('MERITNET_BLOCK_MS')
        .default(500)
        .argParser(wholeNumber(50, 60_000)),
    )
    .addOption(
      new Option('--tempo <blocks>', 'blocks between two epochs of the subnet')
        .env('MERITNET_TEMPO')
        .default(20)
        .argParser(wholeNumber(5, 50_400)),
    )
    .addOption(
      new Option(
        '--commit-reveal [kind]',
        'let validators commit their weights before they show them: encrypted until the epoch (timelock), or by their hash (default: off)',
      )
        .env('MERITNET_COMMIT_REVEAL')
        .choices(['timelock', 'hash'] as const)
        .preset('timelock' as const),
    )
    .optionsGroup('Options:')
    .addOption(
      new Option(
        '--deadline-ms <ms>',
        'how long validators wait for answers: more on a busy machine (default: as long as the blocks between two rounds take)',
      ).argParser(wholeNumber(100, 600_000)),
    )
    .addOption(logLevel().default('error' as const))
    .addHelpText(
      'after',
      `
In a clone of the project, "npm start --" stands for devnet up.

Examples:
  $ devnet up                                  until Ctrl-C
  $ devnet up --epochs 3 --report out.json     three paid epochs, then a report
  $ devnet up --data flowers.csv --label kind  on your own data
  $ devnet up --mechanism programs --epochs 3  other work than glyphs
  $ devnet up --scenario ladder --epochs 5     the participants of a simulator scenario, as processes
  $ devnet up --adversaries --seeds 5          what cheats gain, over five subnets`,
    )
    .action(async ({ logLevel: level, adversaries, seeds, ...options }, command) => {
      const { openScreen } = await import('./screen.ts')
      const { runUp } = await import('./up.ts')
      const { runSeeds, TRIAL_DEFAULTS } = await import('./adversaries/seeds.ts')
      const log = createLogger({ name: 'devnet', level })
      const screen = openScreen(process.stdout)
      stopOnHangup(process.stdout)
      const settings = {
        ...options,
        epochs: options.epochs,
        commitReveal: options.commitReveal,
        report: options.report,
        mechanism: options.mechanism,
        data: options.data,
        scenario: options.scenario,
        difficulty: options.difficulty,
        deadlineMs: options.deadlineMs,
        validatorFlags: options.items === undefined ? [] : ['--items', String(options.items)],
        seed: options.seed,
        basePath: options.basePath,
        adversaries,
      }
      const deps = { clock: systemClock, log, screen }
      if (adversaries && options.scenario !== undefined)
        command.error('error: --adversaries adds to the subnet of the devnet; leave it or --scenario out')
      // A scenario says how its subnet is.
      const isSet = (name: keyof typeof options) => ['cli', 'env'].includes(command.getOptionValueSource(name) ?? '')
      const own = (['tempo', 'commitReveal'] as const).find(isSet)
      if (options.scenario !== undefined && own !== undefined)
        command.error(`error: a scenario has its network.${own}; set it there, or leave --scenario out`)
      if (!adversaries && seeds > 1) command.error('error: --seeds is for runs with --adversaries; add it')
      if (options.report !== undefined) requireReportFile(options.report)
      const run = async (signal: AbortSignal): Promise<void> => {
        if (!adversaries) await runUp(settings, deps, signal)
        else {
          const isSet = command.getOptionValueSource('blockMs') !== 'default'
          const blockMs = isSet ? settings.blockMs : TRIAL_DEFAULTS.blockMs
          const epochs = settings.epochs ?? TRIAL_DEFAULTS.epochs
          await runSeeds({ ...settings, blockMs, epochs, seeds }, deps, signal)
        }
      }
      await runUntilSignal([{ name: 'up', run }])
    })
}
