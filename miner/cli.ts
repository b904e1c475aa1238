#!/usr/bin/env node
import { Command, Option } from '@commander-js/extra-typings'
import { endProcess, flag, parseChainUrl, parseLogLevel, parseNetuid, runCli, wholeNumber } from '../shared/cli.ts'
import { systemClock } from '../shared/clock.ts'
import { createPasswords } from '../shared/crypto/keyfile-password.ts'
import { parseSs58 } from '../shared/crypto/ss58.ts'
import { DEFAULT_WALLET_PATH } from '../shared/crypto/wallet-files.ts'
import { messageOf } from '../shared/errors.ts'
import { helpList } from '../shared/help-list.ts'
import { createLogger, LOG_LEVELS } from '../shared/log.ts'
import { MECHANISM_NAMES, parseMechanismName } from '../shared/mechanism/names.ts'
import { MECHANISMS } from '../shared/mechanism/registry.ts'
import { ipFromText, ipToText } from '../shared/subtensor/ip.ts'
import { parseTao } from '../shared/units.ts'
import { DEFAULT_BYTES_PER_SECOND } from './allowance.ts'
import { parseAnnouncedIp } from './announced-ip.ts'
import { STRATEGIES, STRATEGY_NAMES, toStrategyConfig } from './strategies/strategy-config.ts'

const parseIp = flag((text) => {
  const { ip, ipType } = ipFromText(text)
  return ipToText(ip, ipType)
})

/** Heading of the flags that only simulations need. */
const CHEATS = 'Simulated cheats:'

/** What is wrong with several flags together is wrong usage too. */
function usage<T>(command: { error(message: string): never }, read: () => T): T {
  try {
    return read()
  } catch (error) {
    return command.error(`error: ${messageOf(error)}`)
  }
}

const netuid = () =>
  new Option('--netuid <netuid>', 'number of the subnet').env('BT_NETUID').argParser(parseNetuid).makeOptionMandatory()
const chain = () =>
  new Option('--chain <url>', 'WebSocket URL of the chain')
    .env('BT_SUBTENSOR_CHAIN_ENDPOINT')
    .default('ws://127.0.0.1:9944')
    .argParser(parseChainUrl)
const walletName = () =>
  new Option('--wallet <name>', 'wallet whose coldkey pays').env('BT_WALLET_NAME').default('default')
const hotkeyName = () =>
  new Option('--hotkey <name>', 'hotkey of the wallet that the miner runs as')
    .env('BT_WALLET_HOTKEY')
    .default('default')
const walletPath = () =>
  new Option('--wallet-path <folder>', 'folder of the wallets').env('BT_WALLET_PATH').default(DEFAULT_WALLET_PATH)
const logLevel = () =>
  new Option('--log-level <level>', `what to log on standard error: ${LOG_LEVELS.join(', ')}`)
    .env('MERITNET_LOG_LEVEL')
    .default('info' as const)
    .argParser(parseLogLevel)

const passwords = createPasswords({ env: process.env, input: process.stdin, output: process.stderr })

const program = new Command()
  .name('miner')
  .description('Serves an ONNX model to the validators of a subnet, which pay for good answers.')
  .exitOverride()
  .addHelpText(
    'after',
    `
Examples:
  miner run --model mine.onnx --netuid 2 --wallet bob
  miner status --netuid 2 --wallet bob

In a clone of the project, "npm run miner --" stands for miner. Each command has a --help of its own.`,
  )

program
  .command('run')
  .description(
    'Load a model, register the hotkey if it is not registered (the coldkey pays), announce the axon on the chain and answer validators until Ctrl-C.',
  )
  .optionsGroup('What it serves:')
  .addOption(new Option('--model <file>', 'ONNX file to serve').env('MERITNET_MODEL').makeOptionMandatory())
  .addOption(
    new Option('--mechanism <name>', `what the subnet asks for: ${MECHANISM_NAMES}`)
      .env('MERITNET_MECHANISM')
      .argParser(flag(parseMechanismName))
      .default('glyphs'),
  )
  .addOption(
    new Option('--strategy <strategy>', 'how to answer; all but honest are simulated cheats, told below')
      .env('MERITNET_STRATEGY')
      .choices(STRATEGY_NAMES)
      .default('honest' as const),
  )
  .optionsGroup('Where and as whom:')
  .addOption(netuid())
  .addOption(chain())
  .addOption(walletName())
  .addOption(hotkeyName())
  .addOption(walletPath())
  .optionsGroup('The axon:')
  .addOption(
    new Option('--port <port>', 'port to listen on; 0 takes a free one')
      .env('BT_AXON_PORT')
      .default(8091)
      .argParser(wholeNumber(0, 65_535)),
  )
  .addOption(
    new Option('--host <ip>', 'address to listen on (default: every one of this machine)')
      .env('BT_AXON_IP')
      .argParser(parseIp),
  )
  .addOption(
    new Option('--ip <ip>', 'address that validators are told (default: the first one of this machine)')
      .env('BT_AXON_EXTERNAL_IP')
      .argParser(flag(parseAnnouncedIp)),
  )
  .addOption(
    new Option('--external-port <port>', 'port that validators are told, where a router forwards another one')
      .env('BT_AXON_EXTERNAL_PORT')
      .argParser(wholeNumber(1, 65_535)),
  )
  .addOption(
    new Option('--min-stake <tao>', 'least stake of a validator that is answered; a permit it needs in any case')
      .env('MERITNET_MIN_STAKE')
      .default(parseTao('0'), '0')
      .argParser(flag(parseTao)),
  )
  .addOption(
    new Option('--rate-limit <n>', 'requests per second that one validator may send')
      .env('MERITNET_RATE_LIMIT')
      .default(20)
      .argParser(wholeNumber(1, 100_000)),
  )
  .addOption(
    new Option(
      '--byte-limit <KiB>',
      'size of the requests that one validator may send per second, and of the answers that it may fetch',
    )
      .env('MERITNET_BYTE_LIMIT')
      .default(DEFAULT_BYTES_PER_SECOND, String(DEFAULT_BYTES_PER_SECOND / 1_024))
      .argParser((text) => 1_024 * wholeNumber(1, 1_048_576)(text)),
  )
  .addOption(
    new Option(
      '--max-in-flight <n>',
      'requests at once; more are refused as busy, those first whose sender is not known yet',
    )
      .env('MERITNET_MAX_IN_FLIGHT')
      .default(64)
      .argParser(wholeNumber(1, 10_000)),
  )
  .optionsGroup('Options:')
  .addOption(logLevel())
  .addOption(
    new Option('--victim <hotkey>', 'relay: miner whose answers are taken')
      .argParser(flag(parseSs58))
      .helpGroup(CHEATS),
  )
  .addOption(
    new Option('--victim-timeout-ms <ms>', 'relay: how long to wait for it before the own model answers')
      .default(4_000)
      .argParser(wholeNumber(1, 600_000))
      .helpGroup(CHEATS),
  )
  .addOption(
    new Option('--delay-ms <ms>', 'late: how long to hold answers back')
      .default(60_000)
      .argParser(wholeNumber(0, 3_600_000))
      .helpGroup(CHEATS),
  )
  .addOption(new Option('--claims <file>', 'downgrade: ONNX file that it says it serves').helpGroup(CHEATS))
  .addHelpText(
    'after',
    `
Strategies:
${helpList(STRATEGIES)}

Mechanisms:
${helpList(MECHANISMS)}

Examples:
  Serve one of the models that come with the project on the subnet of "npm start":
    npm run devnet -- wallet create --wallet bob --uri //Bob
    miner run --model miner/models/ladder/glyphs/glyphs-6.onnx --netuid 2 --wallet bob --ip 127.0.0.1
  On a public network, behind a router that forwards port 9000:
    miner run --model mine.onnx --netuid 7 --chain wss://entrypoint-finney.opentensor.ai \\
      --ip 203.0.113.7 --external-port 9000`,
  )
  .action(async ({ wallet, hotkey, walletPath, logLevel, ...options }, command) => {
    const { victim, claims } = options
    const strategy = usage(command, () => toStrategyConfig({ ...options, victim, claims }))
    // Loaded here, so that help and wrong usage need not wait for the chain library.
    const { runMiner } = await import('./main.ts')
    await runMiner(
      {
        ...options,
        host: options.host,
        ip: options.ip,
        externalPort: options.externalPort,
        strategy,
        wallet: { path: walletPath, name: wallet, hotkey },
      },
      { clock: systemClock, log: createLogger({ name: 'miner', level: logLevel }), passwords },
    )
  })

program
  .command('status')
  .description('Show what the chain says of a miner: registration, axon, model, incentive, emission and stake.')
  .addOption(netuid())
  .addOption(chain())
  .addOption(walletName())
  .addOption(hotkeyName())
  .addOption(walletPath())
  .option('--json', 'print JSON; amounts are rao as decimal strings')
  .addHelpText(
    'after',
    `
Examples:
  miner status --netuid 2 --wallet bob
  miner status --netuid 2 --wallet bob --json`,
  )
  .action(async ({ wallet, hotkey, walletPath, json = false, ...options }) => {
    const { minerStatus } = await import('./status.ts')
    const status = await minerStatus(
      { ...options, json, wallet: { path: walletPath, name: wallet, hotkey } },
      { log: createLogger({ name: 'miner', level: 'error' }), passwords },
    )
    process.stdout.write(`${status}\n`)
  })

await runCli(program)
endProcess()
