import { type Command, Option } from '@commander-js/extra-typings'
import { parseChainUrl, parseNetuid, wholeNumber } from '../../shared/cli.ts'
import { createLogger } from '../../shared/log.ts'

/** What the command writes to. */
interface DumpStreams {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
}

/** Adds `devnet dump-metagraph`: a snapshot of a subnet, to be replayed in the simulator. */
export function addDumpMetagraphCommand(program: Command, { stdout, stderr }: DumpStreams): void {
  program
    .command('dump-metagraph')
    .description('Write a snapshot of a subnet of any chain as JSON: neurons, weights, bonds and settings.')
    .addOption(
      new Option('--chain <url>', 'endpoint of the chain')
        .env('BT_SUBTENSOR_CHAIN_ENDPOINT')
        .default('ws://127.0.0.1:9944')
        .argParser(parseChainUrl),
    )
    .requiredOption('--netuid <n>', 'number of the subnet', parseNetuid)
    .option(
      '--block <number>',
      'block to look at, where the node still has it (default: the newest)',
      wholeNumber(0, 2 ** 32),
    )
    .option('--out <file>', 'file to write; - is standard output', '-')
    .addHelpText(
      'after',
      `
Examples:
  $ devnet dump-metagraph --netuid 2 --out subnet.json
  $ devnet dump-metagraph --chain wss://entrypoint-finney.opentensor.ai:443 --netuid 1 | jq '.neurons | length'`,
    )
    .action(async ({ chain, netuid, block, out }) => {
      const { dumpMetagraph } = await import('./dump-metagraph.ts')
      const log = createLogger({ name: 'dump-metagraph', level: 'error' })
      const { neurons, block: at } = await dumpMetagraph({ chain, netuid, block, out, log }, stdout)
      stderr.write(
        `netuid ${netuid} at block ${at.number}: ${neurons.length} neurons${out === '-' ? '' : `, written to ${out}`}\n`,
      )
    })
}
