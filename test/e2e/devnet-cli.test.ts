import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { serveTcp } from '../support/loopback.ts'
import { ROOT } from '../support/source-files.ts'

interface Ending {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

const devnet = (...args: readonly string[]): Promise<Ending> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['chain/cli.ts', ...args], { cwd: ROOT }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr })
    })
  })

/** One line that says what was found and what would be valid. */
function expectOneLine({ code, stderr }: Ending, text: RegExp): void {
  // The node's log is JSON; what is left is for the person.
  const lines = stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{'))
  expect(lines).toEqual([expect.stringMatching(text)])
  expect(code).not.toBe(0)
}

async function dataFile(name: string, content: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'meritnet-data-')), name)
  await writeFile(path, content)
  return path
}

const rows = (count: number, row: (i: number) => string) => Array.from({ length: count }, (_, i) => row(i)).join('\n')

describe('devnet on bad input', () => {
  test('a port in use is named', async () => {
    const { port } = await serveTcp(() => {})
    expectOneLine(await devnet('node', '--rpc-port', String(port)), new RegExp(`port ${port}.*in use`))
    expectOneLine(await devnet('up', '--rpc-port', String(port)), new RegExp(`port ${port}.*in use`))
  })

  test.each([
    ['node', '--rpc-port', '65536', /0 to 65535/],
    ['node', '--sealing', 'sometimes', /instant, manual or the milliseconds/],
    ['up', '--difficulty', '1.5', /from 0 to 1/],
    ['up', '--epochs', '0', /from 1 to/],
    ['up', '--seeds', '2', /--adversaries/],
  ])('%s %s %s says what is valid', async (command, name, value, valid) => {
    const { code, stderr } = await devnet(command, name, value)
    expect(stderr).toMatch(valid)
    expect(code).toBe(2)
  })

  test.each([
    ['no.csv', undefined, /no\.csv/],
    ['notes.txt', 'a,label\n1,x', /\.csv.*\.jsonl/],
    ['kind.csv', `a,kind\n${rows(50, (i) => `${i},${i % 2}`)}`, /label.*kind/],
    ['word.csv', `a,label\n${rows(50, (i) => (i === 7 ? 'seven,0' : `${i},${i % 2}`))}`, /seven/],
    ['one.csv', `a,label\n${rows(50, (i) => `${i},same`)}`, /class/],
    ['few.csv', 'a,label\n1,x\n2,y', /rows/],
  ])('data file %s is refused in one line', async (name, content, fault) => {
    const file = content === undefined ? join(tmpdir(), name) : await dataFile(name, content)
    const ending = await devnet('up', '--rpc-port', '0', '--data', file)
    expect(ending.stderr.trim().split('\n').at(0)).toMatch(fault)
    expect(ending.code).toBe(1)
  })

  test('--help explains itself and exits 0', async () => {
    const { code, stdout } = await devnet('up', '--help')
    expect(code).toBe(0)
    for (const word of ['--data', '--epochs', 'MERITNET_TEMPO', 'What miners answer:', 'Examples:'])
      expect(stdout).toContain(word)
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120)
  })
})
