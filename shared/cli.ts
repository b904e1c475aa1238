import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { type AppError, isAppError, messageOf } from './errors.ts'
import { LEAST_HELP_COLUMN } from './help-list.ts'
import { LOG_LEVELS, type LogLevel } from './log.ts'
import { stopProcess, stopWithParent } from './stop-process.ts'
import { type NetUid, netUid } from './units.ts'

/** What commander needs of a program; the three CLIs pass theirs. */
interface Program {
  parseAsync(argv: readonly string[]): Promise<unknown>
}

/**
 * Runs a CLI: an `AppError` becomes one line on standard error and exit code 1, wrong usage exit code 2. Anything else
 * is a bug and shows its stack.
 */
export async function runCli(program: Program, argv: readonly string[] = process.argv): Promise<void> {
  stopWithParent()
  stopWithoutReader(process.stdout)
  if (program instanceof Command) pointToHelp(program, program.name())
  try {
    await program.parseAsync(argv)
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
    else {
      process.stderr.write(isAppError(error) ? `error: ${oneLine(error)}\n` : `${stackOf(error)}\n`)
      process.exitCode = 1
    }
  }
}

/**
 * Lets every command name its own help after wrong usage: that of another one would not show the flag that is meant. Helps
 * are wrapped on narrow terminals too.
 */
function pointToHelp(command: Command, path: string): void {
  command.configureHelp({ minWidthToWrap: LEAST_HELP_COLUMN })
  const hasOnlyCommands = command.commands.length > 0 && command.options.length === 0
  command.showHelpAfterError(`(${path} --help shows ${hasOnlyCommands ? 'the commands' : 'all flags'})`)
  for (const each of command.commands) pointToHelp(each, `${path} ${each.name()}`)
}

/**
 * Stops when whoever reads stops before the end, as `head` does, or the terminal is closed (EIO): then there is nobody
 * left to write for. A run that has something to put in order does that; whatever it still writes is lost.
 */
function stopWithoutReader(stdout: NodeJS.WritableStream): void {
  let isLost = false
  stdout.on('error', (error) => {
    if (isLost) return
    isLost = true
    const code = 'code' in error ? error.code : undefined
    if (code === 'EPIPE' || code === 'EIO') return stopProcess(0)
    process.stderr.write(`error: standard output cannot be written: ${messageOf(error)}\n`)
    process.exit(1)
  })
  // Nobody reads this one either, and there is no third.
  process.stderr.on('error', () => {})
}

/**
 * Ends the process once everything is written. The chain library leaves timers behind that would keep a finished
 * process for two seconds.
 */
export function endProcess(): void {
  process.stdout.write('', () => process.stderr.write('', () => process.exit()))
}

const oneLine = (error: AppError): string => error.message.replace(/\s*\n\s*/g, ' ')
const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : messageOf(error))

/** Wraps a parser so that commander shows its message beside the flag's name. */
export const flag =
  <T>(parse: (text: string) => T) =>
  (text: string): T => {
    try {
      return parse(text)
    } catch (error) {
      throw new InvalidArgumentError(messageOf(error))
    }
  }

/** Parser of a whole number between two bounds. */
export const wholeNumber = (least: number, most: number) =>
  flag((text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new Error(`Use a whole number from ${least} to ${most}.`)
    return value
  })

/** Parser of a share. */
export const fromZeroToOne = flag((text): number => {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new Error('Use a number from 0 to 1.')
  return value
})

/** Parser of a netuid. */
export const parseNetuid = (text: string): NetUid => netUid(wholeNumber(0, 65_535)(text))

/** Parser of a ws:// or wss:// URL. */
export const parseChainUrl = flag((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'ws:' && url?.protocol !== 'wss:') throw new Error('Use ws://HOST:PORT or wss://HOST.')
  return text
})

/** Parser of a log level. */
export const parseLogLevel = flag((text): LogLevel => {
  const level = LOG_LEVELS.find((known) => known === text)
  if (level === undefined) throw new Error(`Use one of ${LOG_LEVELS.join(', ')}.`)
  return level
})
