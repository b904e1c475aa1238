/** A program that runs until it is told to stop; `kind` says how it takes that. */
import { writeFileSync } from 'node:fs'
import { runCli } from '../../shared/cli.ts'
import { systemClock } from '../../shared/clock.ts'
import { runUntilSignal } from '../../shared/service.ts'

const never = new AbortController().signal
const [, , kind] = process.argv

/** Exit code of a run that came to its end. */
const IN_ORDER = 7

/** Prints without end, as a table that is redrawn does. */
async function print(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    process.stdout.write('a line\n')
    await systemClock.sleep(5, never)
  }
  // What a run says at its end has no reader either.
  for (let i = 0; i < 3; i++) {
    process.stdout.write('the last table\n')
    await systemClock.sleep(5, never)
  }
  process.exitCode = IN_ORDER
}

const run = async (signal: AbortSignal): Promise<void> => {
  // From here on signals are heard.
  process.stdout.write('running\n')
  if (kind === 'prints') return print(signal)
  await systemClock.sleep(600_000, signal).catch(() => {})
  writeFileSync(1, 'in order\n')
  if (kind === 'hangs') await systemClock.sleep(600_000, never)
}

await runCli({
  async parseAsync() {
    // Whoever stops with the parent has heard of its end before.
    process.once('disconnect', () => process.stdout.write('alone\n'))
    if (kind !== 'no-service') return runUntilSignal([{ name: 'run', run }])
    process.stdout.write('running\n')
    await systemClock.sleep(600_000, never)
  },
})
