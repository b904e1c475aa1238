#!/usr/bin/env node
import { Command, Option } from '@commander-js/extra-typings'
import { endProcess, flag, runCli } from '../shared/cli.ts'
import { systemClock } from '../shared/clock.ts'
import { DEFAULT_WALLET_PATH } from '../shared/crypto/wallet-files.ts'
import { createLogger } from '../shared/log.ts'
import { addCheckMechanismCommand } from './devnet/check-mechanism/command.ts'
import { addDumpMetagraphCommand } from './devnet/dump-metagraph-command.ts'
import { logLevel, rpcPort } from './devnet/options.ts'
import { addCompareCommand } from './devnet/scenario/compare-command.ts'
import { addUpCommand } from './devnet/up-command.ts'
import { addAttackCommand } from './simulator/attack/command.ts'
import { addRetentionCommand } from './simulator/retention/command.ts'
import { addSimulateCommand } from './simulator/simulate/command.ts'
import { addStrategiesCommand } from './simulator/simulate/strategies-command.ts'
import { addSweepCommand } from './simulator/sweep/command.ts'
import { addYumaCommand } from './simulator/vectors/command.ts'

// Each command loads its own code: a chain alone starts without the libraries of a whole subnet.

/** `instant`, `manual` or milliseconds, as Substrate nodes take it. */
const parseSealing = flag((text) => {
  if (text === 'instant' || text === 'manual') return { tag: text } as const
  if (/^\d{1,7}$/.test(text) && Number(text) >= 1) return { tag: 'interval', ms: Number(text) } as const
  throw new Error('Use instant, manual or the milliseconds between blocks, from 1 to 9999999.')
})

const program = new Command()
  .name('devnet')
  .description('A local chain and subnet to build and test incentives on.')
  .exitOverride()
  .addHelpText(
    'after',
    `
Start with a whole subnet, live:
  $ devnet up

In a clone of the project, "npm run devnet --" stands for devnet. Each command has a --help of its own.`,
  )

program.commandsGroup('Chains and subnets:')
addUpCommand(program)

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
      'give new subnets a token with a pool of TAO, as public networks do; without, stake is TAO, one for one',
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
  .description(
    'Write a coldkey and a hotkey, in the folders and the format of Bittensor wallets; where there is a coldkey, a hotkey.',
  )
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
  $ devnet wallet create --wallet mine                 new keys; write the words down
  $ devnet wallet create --wallet mine --hotkey second another hotkey of that coldkey`,
  )
  .action(async ({ uri, password, ...options }) => {
    const { createWalletFiles } = await import('./devnet/wallet-command.ts')
    for (const line of await createWalletFiles({ ...options, uri, password })) process.stdout.write(`${line}\n`)
  })

addDumpMetagraphCommand(program, process)

program.commandsGroup('Incentives:')
const deps = { streams: process, clock: systemClock }
addCheckMechanismCommand(program, process)
addAttackCommand(program, deps)
addSimulateCommand(program, deps)
addStrategiesCommand(program, deps)
addCompareCommand(program, process)
addSweepCommand(program, deps, async () => (await import('./simulator/sweep/simulator-engine.ts')).simulatorEngine)
addRetentionCommand(program, deps)
addYumaCommand(program, deps)

await runCli(program)
endProcess()
