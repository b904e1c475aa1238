import type { Command } from '@commander-js/extra-typings'
import { wholeNumber } from '../../../shared/cli.ts'

/** What the command writes to. */
export interface CheckStreams {
  readonly stdout: { write(text: string): unknown }
}

/** Adds `devnet check-mechanism`: finds out whether a mechanism can be gamed, before anything is paid by it. */
export function addCheckMechanismCommand(program: Command, { stdout }: CheckStreams): void {
  program
    .command('check-mechanism')
    .description(
      "Look for what makes a mechanism unfair: answers that leak into requests, results that do not repeat, scores that don't reward honesty, parsers that accept too much, cost without bounds.",
    )
    .argument('<name>', 'id of a mechanism, or the path of your own module such as ./mine.ts')
    .option('--held-out <file>', 'rows to check labelled with (default: rows that are made up)')
    .option('--timeout <seconds>', 'the longest that one check may take', wholeNumber(1, 3_600), 60)
    .option('--json', 'print the findings as JSON instead of a table')
    .addHelpText(
      'after',
      `
Exits with 1 when a check fails. shared/mechanism/README.md says how to write a mechanism.

Examples:
  $ devnet check-mechanism glyphs
  $ devnet check-mechanism ./mine.ts --json`,
    )
    .action(async (name, { heldOut, timeout, json }) => {
      const { runChecks } = await import('./run-checks.ts')
      const findings = []
      for await (const finding of runChecks({ name, heldOut, timeoutMs: timeout * 1000 })) {
        findings.push(finding)
        if (json !== true) stdout.write(`${finding.ok ? '✓' : '✗'} ${finding.name.padEnd(12)} ${finding.text}\n`)
      }
      const failed = findings.filter(({ ok }) => !ok)
      if (json === true) stdout.write(`${JSON.stringify({ mechanism: name, ok: failed.length === 0, findings })}\n`)
      else if (failed.length === 0) stdout.write(`${name} passes all ${findings.length} checks\n`)
      else stdout.write(`${name} fails ${failed.map((finding) => finding.name).join(', ')}\n`)
      if (failed.length > 0) process.exitCode = 1
    })
}
