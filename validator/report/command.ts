import { type Command, Option } from '@commander-js/extra-typings'
import { flag, parseChainUrl, parseNetuid, wholeNumber } from '../../shared/cli.ts'
import { parseMechanismName } from '../../shared/mechanism/names.ts'
import { options } from '../config.ts'

/** Where the page goes when the person names no file. */
const DEFAULT_PAGE = 'report.html'

/** Adds `validator report`: what the database of a validator says, as a page and as JSON. */
export function addReportCommand(program: Command): void {
  program
    .command('report')
    .description('Draw what the validator has found out: skill over time, calibration, pay, who was caught by what.')
    .addOption(options.existingDb)
    .addOption(new Option('--html <file>', `write a page without scripts (default: ${DEFAULT_PAGE} without --json)`))
    .addOption(new Option('--json <file>', 'write the same data as JSON'))
    .addOption(
      new Option(
        '--chain <url>',
        'WebSocket of a node, to show what the chain pays (default: weights alone)',
      ).argParser(parseChainUrl),
    )
    .addOption(
      new Option('--netuid <number>', 'number of the subnet (default: that of the database)').argParser(parseNetuid),
    )
    .addOption(options.heldOut)
    .addOption(
      new Option('--mechanism <file>', 'your own module, where the validator ran with one').argParser(
        flag(parseMechanismName),
      ),
    )
    .addOption(
      new Option('--rounds <number>', 'newest rounds to cover').default(500).argParser(wholeNumber(1, 100_000)),
    )
    .addHelpText(
      'after',
      `
Works beside a running validator. Reliability is of the newest rounds, whose answers are kept as they were received.

Examples:
  validator report --db .meritnet/validator.sqlite
  validator report --chain ws://127.0.0.1:9944 --html page.html --json data.json`,
    )
    .action(async ({ html, json, db, rounds, chain, netuid, heldOut, mechanism }) => {
      const { makeReport } = await import('./make-report.ts')
      const { renderReport } = await import('./render-report.ts')
      const { summarise } = await import('./summary.ts')
      const { writeText } = await import('../write-text.ts')
      const report = await makeReport({ db, rounds, chain, netuid, heldOut, mechanism })
      const page = html ?? (json === undefined ? DEFAULT_PAGE : undefined)
      if (json !== undefined) await writeText(json, `${JSON.stringify(report)}\n`)
      if (page !== undefined) await writeText(page, await renderReport(report))
      process.stdout.write(`${summarise(report)}\n${[page, json].filter((file) => file !== undefined).join('\n')}\n`)
    })
}
