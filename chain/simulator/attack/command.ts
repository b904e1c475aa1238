import { availableParallelism } from 'node:os'
import { type Command, Option } from '@commander-js/extra-typings'
import { flag, wholeNumber } from '../../../shared/cli.ts'
import type { CommandDeps } from '../command-deps.ts'
import { DEFENCE_IDS } from './defences.ts'
import { parseDefences } from './parse-defences.ts'

/** Adds `devnet attack`: what every known attack gains, under every defence. */
export function addAttackCommand(program: Command, deps: CommandDeps): void {
  program
    .command('attack')
    .description('Find out what attacks on a subnet gain, with each defence and without it.')
    .argument('[ids...]', 'attacks to run, such as A01 B04 (default: all)')
    .option('--list', 'show all attacks and defences, and run nothing')
    .addOption(
      new Option(
        '--defence <list>',
        'one set of defences in place of the matrix: default, none, all, weak (a fixed test set paid by accuracy), some ids, or changes such as -slices,+stake-cap',
      ).argParser(flag(parseDefences)),
    )
    .addOption(
      new Option('--seeds <n>', 'runs of each cell, each with the attack and without it')
        .default(5)
        .argParser(wholeNumber(1, 1000)),
    )
    .addOption(
      new Option('--workers <n>', 'threads; the result does not depend on them')
        .default(availableParallelism(), 'all cores')
        .argParser(wholeNumber(1, 256)),
    )
    .option('--json <file>', 'write the result as JSON; - is standard output')
    .option('--html <file>', 'write a page with pictures, for a browser')
    .option('--svg <file>', 'draw the gains with their intervals; - is standard output')
    .option('--markdown <file>', 'write a summary for a pull request; - is standard output')
    .option(
      '--gate <file>',
      'exit with 1 when a grade is worse than in this baseline, or an attack is gone or gains what it should not',
    )
    .option('--baseline <file>', 'write the grades as a baseline for --gate')
    .option('--attack <file>', 'run an attack of your own, alone or beside those named: a module that exports "attack"')
    .addOption(
      new Option('--timeout <seconds>', 'longest time for one pair of runs of your own attack')
        .default(60)
        .argParser(wholeNumber(1, 3600)),
    )
    .addHelpText(
      'after',
      `
Defences: ${DEFENCE_IDS.join(', ')}

Examples:
  $ devnet attack                                        the whole matrix
  $ devnet attack B01 B02 --defence -duplicates          two attacks, one defence switched off
  $ devnet attack --defence weak --svg weak.svg          a mechanism that is weak on purpose, drawn
  $ devnet attack --gate baseline.json --html attack.html
  $ devnet attack --attack ./evil.ts --seeds 10          your own attack
  $ devnet attack B01 --attack ./evil.ts                 your own beside another`,
    )
    .action(async (ids, options) => {
      const { attack } = await import('./run-command.ts')
      await attack({ ids, ...options }, deps)
    })
}
