import { Command, InvalidArgumentError } from 'commander'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { fromZeroToOne, parseChainUrl, parseLogLevel, parseNetuid, runCli, wholeNumber } from '../../shared/cli.ts'
import { AppError } from '../../shared/errors.ts'

afterEach(() => {
  process.exitCode = undefined
  vi.restoreAllMocks()
})

const programThat = (action: () => void) =>
  new Command()
    .exitOverride()
    .configureOutput({ writeErr() {} })
    .action(action)

describe('runCli', () => {
  test('an AppError is one line on standard error and exit code 1', async () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    await runCli(
      programThat(() => {
        throw new AppError('unknown-netuid', 'netuid 9 does not exist;\n existing: 1, 2')
      }),
      ['node', 'x'],
    )
    expect(write.mock.calls).toEqual([['error: netuid 9 does not exist; existing: 1, 2\n']])
    expect(process.exitCode).toBe(1)
  })

  test('wrong usage is exit code 2', async () => {
    await runCli(
      programThat(() => {}),
      ['node', 'x', '--unknown'],
    )
    expect(process.exitCode).toBe(2)
  })

  test.each([
    ['(tool --help shows the commands)', ['wash']],
    ['(tool paint --help shows all flags)', ['paint', '--color']],
    ['(tool paint dry --help shows all flags)', ['paint', 'dry', 'x']],
  ])('wrong usage names the help of the command that is meant: %s', async (help, argv) => {
    const told: string[] = []
    const program = new Command('tool').exitOverride().configureOutput({ writeErr: (text) => void told.push(text) })
    program
      .command('paint')
      .option('--colour <name>')
      .action(() => {})
      .command('dry')
      .action(() => {})
    await runCli(program, ['node', 'tool', ...argv])
    expect(told.join('').split('\n')).toContain(help)
  })

  test('a help fits a terminal of 60 columns', async () => {
    const told: string[] = []
    const program = new Command('tool')
      .exitOverride()
      .configureOutput({ writeOut: (text) => void told.push(text), getOutHelpWidth: () => 60 })
      .option('--victim-timeout-ms <ms>', 'how long to wait for it before the own model answers, in milliseconds')
    await runCli(program, ['node', 'tool', '--help'])
    expect(told.join('')).toMatch(/in\s+milliseconds/)
    expect(
      told
        .join('')
        .split('\n')
        .filter((line) => line.length > 60),
    ).toEqual([])
  })

  test('a bug shows its stack', async () => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    await runCli(
      programThat(() => {
        throw new TypeError('oops')
      }),
      ['node', 'x'],
    )
    expect(String(write.mock.calls[0]?.[0])).toMatch(/TypeError: oops\n\s+at /)
  })
})

describe('flag parsers', () => {
  test('take what is valid', () => {
    expect(wholeNumber(1, 9)('7')).toBe(7)
    expect(parseNetuid('2')).toBe(2)
    expect(['0', '0.25', '1', '1e-3'].map(fromZeroToOne)).toEqual([0, 0.25, 1, 0.001])
    expect(parseChainUrl('ws://127.0.0.1:9944')).toBe('ws://127.0.0.1:9944')
    expect(parseLogLevel('debug')).toBe('debug')
  })

  test.each([
    [wholeNumber(1, 9), '10'],
    [fromZeroToOne, '1.01'],
    [fromZeroToOne, '-0.1'],
    [fromZeroToOne, ''],
    [fromZeroToOne, ' '],
    [fromZeroToOne, 'NaN'],
    [fromZeroToOne, 'hard'],
    [wholeNumber(1, 9), '1.5'],
    [wholeNumber(1, 9), ''],
    [parseNetuid, '65536'],
    [parseNetuid, 'x'],
    [parseChainUrl, 'http://127.0.0.1'],
    [parseChainUrl, '127.0.0.1:9944'],
    [parseLogLevel, 'loud'],
  ])('refuse what is not', (parse, text) => {
    expect(() => parse(text)).toThrow(InvalidArgumentError)
  })
})
