import { availableParallelism } from 'node:os'
import { type Command, Option } from '@commander-js/extra-typings'
import { wholeNumber } from '../../../shared/cli.ts'
import type { CommandDeps } from '../command-deps.ts'
import { CONFIG_NAMES } from './configs.ts'

/** Adds `devnet retention`: the published two-team experiment. */
export function addRetentionCommand(program: Command, deps: CommandDeps): void {
  program
    .command('retention')
    .description(
      'Run the published two-team experiment: which honest utility keeps the honest stake its share, against a cabal that does its best?',
    )
    .addOption(new Option('--config <name>', 'figure to reproduce').choices(CONFIG_NAMES).default('base' as const))
    .option('--out <file>', 'write the result as JSON; - is standard output')
    .option('--svg <file>', 'draw the result with the published points; - is standard output')
    .addOption(new Option('--grid <points>', 'points on each axis').default(51).argParser(wholeNumber(2, 201)))
    .addOption(
      new Option('--seed <number>', 'the same number gives the same files')
        .default(0)
        .argParser(wholeNumber(0, Number.MAX_SAFE_INTEGER)),
    )
    .addOption(
      new Option('--workers <n>', 'threads; the result does not depend on them')
        .default(availableParallelism(), 'all cores')
        .argParser(wholeNumber(1, 256)),
    )
    .addHelpText(
      'after',
      `
base: weights deviate by 40 %, bonds penalty 100 %, majority 50 %, half of the emission to validators. The others change
one of these: sd0, sd20 the deviation; beta0, beta50 the penalty; kappa40, kappa60 the majority; xi0, xi25 the share of
the validators.

Examples:
  $ devnet retention --config base --out base.json --svg base.svg   11 stakes, 51 x 51 points
  $ devnet retention --config kappa60 --grid 21                     a coarse look`,
    )
    .action(async ({ out, svg, ...flags }) => {
      const { retain } = await import('./retain.ts')
      await retain({ ...flags, out, svg }, deps)
    })
}
