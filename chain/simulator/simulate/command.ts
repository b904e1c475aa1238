import { availableParallelism } from 'node:os'
import { type Command, Option } from '@commander-js/extra-typings'
import { wholeNumber } from '../../../shared/cli.ts'
import type { CommandDeps } from '../command-deps.ts'
import { SCENARIO_NAMES } from '../scenarios/names.ts'

/** Adds `devnet simulate`: a scenario of validators, miners and attackers by the rules of the chain itself. */
export function addSimulateCommand(program: Command, deps: CommandDeps): void {
  program
    .command('simulate')
    .description('Run a scenario of validators, miners and attackers by the rules of the chain itself: who earns what?')
    .argument('<scenario>', 'scenario file (.ts, .mjs, .yaml or .json), or a built-in one by its name')
    .option('--network <file>', 'start from a recorded network, as devnet dump-metagraph writes it')
    .addOption(
      new Option(
        '--level <level>',
        "full: every task is answered by a model; fast: scores are drawn (default: the scenario's)",
      ).choices(['fast', 'full'] as const),
    )
    .addOption(new Option('--epochs <n>', "epochs that count (default: the scenario's)").argParser(wholeNumber(1, 1e7)))
    .option('--seed <text>', "the same seed gives the same files (default: the scenario's)")
    .addOption(
      new Option('--seeds <n>', "runs, each with a seed of its own (default: the scenario's)").argParser(
        wholeNumber(1, 10_000),
      ),
    )
    .addOption(
      new Option('--workers <n>', 'threads; the result does not depend on them')
        .default(availableParallelism(), 'all cores')
        .argParser(wholeNumber(1, 256)),
    )
    .addOption(
      new Option('--patience <s>', 'seconds after which a strategy that answers nothing is stopped')
        .default(60)
        .argParser(wholeNumber(1, 86_400)),
    )
    .option('--json <file>', 'write the result as JSON; - is standard output')
    .option('--html <file>', 'write a page with pictures, for a browser')
    .option('--markdown <file>', 'write a summary for a pull request; - is standard output')
    .addHelpText(
      'after',
      `
Built in: ${SCENARIO_NAMES.join(', ')}. All fields of a scenario with their defaults are in
chain/simulator/scenario/schema.ts; strategies are in chain/simulator/strategies, or modules of your own (./mine.ts).

Examples:
  $ devnet simulate small-subnet                                who earns what in an honest subnet
  $ devnet simulate weight-copying --seeds 20                   does copying pay? with a 95 % interval
  $ devnet simulate ladder --level full --html ladder.html      every task answered by a model, as a page
  $ devnet simulate small-subnet --network subnet.json          the same miners come to a recorded network
  $ devnet simulate my-subnet.yaml --epochs 1000 --json out.json`,
    )
    .action(async (scenario, { json, html, markdown, network, level, epochs, seed, seeds, ...flags }) => {
      const { simulate } = await import('./simulate.ts')
      await simulate(scenario, { ...flags, json, html, markdown, network, level, epochs, seed, seeds }, deps)
    })
}
