#!/usr/bin/env node
import { Command, Option } from '@commander-js/extra-typings'
import { endProcess, flag, fromZeroToOne, parseLogLevel, runCli, wholeNumber } from '../shared/cli.ts'
import { systemClock } from '../shared/clock.ts'
import { DEFAULT_WALLET_PATH } from '../shared/crypto/wallet-files.ts'
import { createLogger, LOG_LEVELS } from '../shared/log.ts'
import { MECHANISM_NAMES, parseMechanismName } from '../shared/mechanism/names.ts'
import { runUntilSignal } from '../shared/service.ts'
import { addCheckMechanismCommand } from './devnet/check-mechanism/command.ts'
import { addDumpMetagraphCommand } from './devnet/dump-metagraph-command.ts'
import { addCompareCommand } from './devnet/scenario/compare-command.ts'
import { addAttackCommand } from './simulator/attack/command.ts'
import { addRetentionCommand } from './simulator/retention/command.ts'
import { addSimulateCommand } from './simulator/simulate/command.ts'
import { addStrategiesCommand } from './simulator/simulate/strategies-command.ts'
import { addSweepCommand } from './simulator/sweep/command.ts'
import { addYumaCommand } from './simulator/vectors/command.ts'

// Each command loads its own code: a chain alone starts without the libraries of a whole subnet.

const port = wholeNumber(0, 65_535)

const rpcPort = () =>
  new Option('--rpc-port <port>', 'port for JSON-RPC over WebSocket and HTTP; 0 takes a free one')
    .env('MERITNET_RPC_PORT')
    .default(9944)
    .argParser(port)
const logLevel = () =>
  new Option('--log-level <level>', `what to log on standard error: ${LOG_LEVELS.join(', ')}`)
    .env('MERITNET_LOG_LEVEL')
    .argParser(parseLogLevel)

/** `instant`, `manual` or milliseconds, as Substrate nodes take it. */
const parseSealing = flag((text) => {
  if (text === 'instant' || text === 'manual') return { tag: text } as const
  if (/^\d{1,7}$/.test(text) && Number(text) >= 1) return { tag: 'interval', ms: Number(text) } as const
  throw new Error('Use instant, manual or the milliseconds between blocks, from 1 to 9999999.')
})

const program = new Command()
  .name('devnet')
  .description('A local chain and subnet to build and test incentives on.')
  .showHelpAfterError('(devnet --help shows all commands)')
  .exitOverride()

program
  .command('up')
  .description(
    'Run a whole subnet: a chain, 3 validators and 8 miners as real processes, and a live table of who earns what.',
  )
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
    new Option('--epochs <n>', 'stop after so many epochs that paid miners (default: run until Ctrl-C)')
      .env('MERITNET_EPOCHS')
      .argParser(wholeNumber(1, 1_000_000)),
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
  .addOption(new Option('--report <file>', 'write the result as JSON at the end').env('MERITNET_REPORT'))
  .addOption(
    new Option(
      '--mechanism <name>',
      `what miners answer: ${MECHANISM_NAMES} (default: glyphs, or labelled with --data)`,
    )
      .env('MERITNET_MECHANISM')
      .argParser(flag(parseMechanismName)),
  )
  .addOption(
    new Option(
      '--data <file>',
      'train and score on your own labelled data: .csv, .csv.gz or .jsonl with a header row',
    ).env('MERITNET_DATA'),
  )
  .addOption(
    new Option('--label <column>', 'the column of --data that holds the class').env('MERITNET_LABEL').default('label'),
  )
  .addOption(
    new Option('--seed <text>', 'the same text gives the same keys and trained models (default: random)').env(
      'MERITNET_SEED',
    ),
  )
  .addOption(
    new Option(
      '--scenario <file>',
      'run the participants of a simulator scenario as processes: honest and other miners and validators that the programs can be',
    ).env('MERITNET_SCENARIO'),
  )
  .addOption(
    new Option('--items <number>', 'tasks of each miner in a round (default: as the validator)')
      .env('MERITNET_ITEMS')
      .argParser(wholeNumber(1, 4096)),
  )
  .addOption(
    new Option('--difficulty <share>', "how hard tasks are, 0 to 1 (default: the mechanism's)")
      .env('MERITNET_DIFFICULTY')
      .argParser(fromZeroToOne),
  )
  .addOption(
    new Option(
      '--deadline-ms <ms>',
      'how long validators wait for answers: more on a busy machine (default: as long as the blocks between two rounds take)',
    ).argParser(wholeNumber(100, 600_000)),
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
  .addOption(
    new Option(
      '--base-path <dir>',
      'keep wallets, databases and logs there (default: a temporary folder, removed at the end)',
    ).env('MERITNET_BASE_PATH'),
  )
  .addOption(logLevel().default('error' as const))
  .addHelpText(
    'after',
    `
Examples:
  $ devnet up                                  until Ctrl-C
  $ devnet up --epochs 3 --report out.json     three paid epochs, then a report
  $ devnet up --data flowers.csv --label kind  on your own data
  $ devnet up --mechanism programs --epochs 3  other work than glyphs
  $ devnet up --scenario ladder --epochs 5     the participants of a simulator scenario, as processes
  $ devnet up --adversaries --seeds 5          what cheats gain, over five subnets`,
  )
  .action(async ({ logLevel: level, adversaries, seeds, ...options }, command) => {
    const { openScreen } = await import('./devnet/screen.ts')
    const { runUp } = await import('./devnet/up.ts')
    const { runSeeds, TRIAL_DEFAULTS } = await import('./devnet/adversaries/seeds.ts')
    const log = createLogger({ name: 'devnet', level })
    const screen = openScreen(process.stdout)
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
    if (!adversaries && seeds > 1) command.error('error: --seeds is for runs with --adversaries; add it')
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

program
  .command('node')
  .description(
    'Run the chain alone. Any subtensor client connects to it: polkadot.js, our miner and validator, wallets.',
  )
  .addOption(rpcPort())
  .addOption(
    new Option(
      '--sealing <mode>',
      'instant (a block for every extrinsic), manual (engine_createBlock) or milliseconds between blocks',
    )
      .env('MERITNET_SEALING')
      .default({ tag: 'interval', ms: 250 } as const, '250')
      .argParser(parseSealing),
  )
  .addOption(new Option('--base-path <dir>', 'keep the chain there (default: in memory)').env('MERITNET_BASE_PATH'))
  .addOption(
    new Option(
      '--beacon <name>',
      'what opens timelocked data: a beacon of the chain itself, or the public drand quicknet',
    )
      .env('MERITNET_BEACON')
      .choices(['local', 'quicknet'] as const)
      .default('local' as const),
  )
  .addOption(
    new Option(
      '--pools',
      'give new subnets a token with a pool of TAO, as public networks do (default: stake is TAO, one for one)',
    )
      .env('MERITNET_POOLS')
      .default(false),
  )
  .addOption(logLevel().default('info' as const))
  .addHelpText(
    'after',
    `
Funded accounts: //Alice (sudo), //Bob, //Charlie with 1,000,000 TAO each; //Dave, //Eve, //Ferdie with 2,000.

Examples:
  $ devnet node                                   a block every 250 ms at ws://127.0.0.1:9944
  $ devnet node --sealing manual --rpc-port 9955  blocks only when engine_createBlock asks
  $ devnet node --base-path ./chain               the same chain again after a restart`,
  )
  .action(async ({ logLevel: level, rpcPort: port, sealing, basePath, beacon, pools }) => {
    const { runNode } = await import('./devnet/node-command.ts')
    const log = createLogger({ name: 'node', level })
    await runNode({ port, sealing, basePath, beacon, pools, clock: systemClock, log })
  })

const wallet = program.command('wallet').description('Make the wallets that miners and validators need.')

wallet
  .command('create')
  .description('Write a coldkey and a hotkey, in the folders and the format of Bittensor wallets.')
  .addOption(new Option('--wallet <name>', 'name of the wallet').env('BT_WALLET_NAME').default('default'))
  .addOption(new Option('--hotkey <name>', 'name of its hotkey').env('BT_WALLET_HOTKEY').default('default'))
  .addOption(
    new Option('--wallet-path <dir>', 'folder of all wallets').env('BT_WALLET_PATH').default(DEFAULT_WALLET_PATH),
  )
  .option('--uri <uri>', 'take the coldkey from a secret URI such as //Bob, for devnets (default: a new random key)')
  .addOption(
    new Option('--password <text>', 'encrypt the coldkey with it (default: not encrypted)').env(
      'MERITNET_WALLET_PASSWORD',
    ),
  )
  .addHelpText(
    'after',
    `
Examples:
  $ devnet wallet create --wallet bob --uri //Bob      a funded account of the local chain
  $ devnet wallet create --wallet mine                 new keys; write the words down`,
  )
  .action(async ({ uri, password, ...options }) => {
    const { createWalletFiles } = await import('./devnet/wallet-command.ts')
    for (const line of await createWalletFiles({ ...options, uri, password })) process.stdout.write(`${line}\n`)
  })

addCheckMechanismCommand(program, process)
addCompareCommand(program, process)
addDumpMetagraphCommand(program, process)
addAttackCommand(program, { streams: process, clock: systemClock })
addRetentionCommand(program, { streams: process, clock: systemClock })
addSweepCommand(
  program,
  { streams: process, clock: systemClock },
  async () => (await import('./simulator/sweep/simulator-engine.ts')).simulatorEngine,
)
addSimulateCommand(program, { streams: process, clock: systemClock })
addStrategiesCommand(program, { streams: process })
addYumaCommand(program, { streams: process, clock: systemClock })

await runCli(program)
endProcess()
