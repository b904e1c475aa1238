import { type Command, Option } from '@commander-js/extra-typings'
import { flag, wholeNumber } from '../../../shared/cli.ts'
import { AppError } from '../../../shared/errors.ts'

const parseLimit = flag((text) => {
  const share = Number(text)
  if (text.trim() !== '' && share >= 0 && share <= 1) return share
  throw new Error('Use a share from 0 to 1.')
})

/** Adds `devnet compare`: whether processes were paid as the simulator says. */
export function addCompareCommand(program: Command, { stdout }: { stdout: { write(text: string): unknown } }): void {
  program
    .command('compare')
    .description('Compare what processes of a scenario got with its simulation; fails where they differ.')
    .argument('<scenario>', 'the scenario that ran')
    .argument('<report>', 'what devnet up --scenario wrote with --report')
    .addOption(
      new Option('--skip <n>', 'paid epochs at the beginning that do not count: averages of few rounds scatter')
        .default(3)
        .argParser(wholeNumber(0, 1_000_000)),
    )
    .addOption(
      new Option('--limit <share>', "largest difference of a miner's pay, as a share of it")
        .default(0.05)
        .argParser(parseLimit),
    )
    .addOption(
      new Option('--level <level>', "how it is simulated (default: the scenario's)").choices(['fast', 'full'] as const),
    )
    .addHelpText(
      'after',
      `
Example:
  $ devnet up --scenario ladder --epochs 6 --items 512 --report ladder.json
  $ devnet compare ladder ladder.json`,
    )
    .action(async (scenario, report, options) => {
      const { compareWithReport, renderAgreement } = await import('./compare.ts')
      const agreement = await compareWithReport(scenario, report, { ...options, level: options.level })
      stdout.write(`${renderAgreement(agreement, options.limit)}\n`)
      if (!agreement.isSameOrder || agreement.worst > options.limit)
        throw new AppError('limit-broken', 'the simulation and the processes pay miners differently')
    })
}
