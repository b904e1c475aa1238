import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { createWallet } from '../../shared/crypto/wallet-create.ts'
import { uid } from '../../shared/units.ts'
import { openDatabase } from '../../validator/db/open.ts'
import { storeWeights } from '../../validator/db/weights.ts'
import { closedPort } from '../support/loopback.ts'
import {
  commitOf,
  gradeOf,
  hotkeyOf,
  OWNER,
  openForTest,
  SCORE_KEY,
  scoreOf,
  skilled,
  storeRound,
  temporaryPath,
} from './support/database.ts'

interface Result {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

async function validator(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Result> {
  const file = join(import.meta.dirname, '../../validator/cli.ts')
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const options = { env: { PATH, NODE_COMPILE_CACHE, ...env }, stdio: 'pipe' } as const
  const child = spawn(process.execPath, [file, ...args], options)
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  await once(child, 'close')
  return { code: child.exitCode, out, err }
}

/** One line of error, which may be followed by the pointer to the help. */
function expectLine({ code, out, err }: Result, exit: number, pattern: RegExp): void {
  const [line = '', ...rest] = err.trim().split('\n')
  expect(line).toMatch(pattern)
  expect(rest.filter((more) => !/^\(validator( run)? --help shows/.test(more))).toEqual([])
  expect([code, out]).toEqual([exit, ''])
}

const wallet = (path: string) => ['--wallet-path', path]

async function createAlice(): Promise<string> {
  await cryptoReady()
  const path = join(dirname(temporaryPath()), 'wallets')
  const [coldkeyFrom, hotkeyFrom] = [
    { tag: 'uri', uri: '//Alice' } as const,
    { tag: 'uri', uri: '//Alice_hk' } as const,
  ]
  await createWallet({ path, name: 'default', hotkey: 'default', coldkeyFrom, hotkeyFrom })
  return path
}

describe('wrong usage is one line and exit code 2:', () => {
  it.each([
    ['no netuid', ['run'], /--netuid <number>' not specified/],
    ['a netuid that is none', ['run', '--netuid', '-1'], /netuid/],
    ['a chain that is no WebSocket', ['run', '--netuid', '1', '--chain', 'http://x'], /Use ws:\/\/HOST:PORT/],
    ['an unknown mechanism', ['run', '--netuid', '1', '--mechanism', 'poems'], /glyphs, .*labelled/],
    ['no items', ['run', '--netuid', '1', '--items', '0'], /Use a whole number from 1 to 4096/],
    ['half an item', ['run', '--netuid', '1', '--items', '1.5'], /Use a whole number/],
    ['no time', ['run', '--netuid', '1', '--deadline-ms', '0'], /Use a whole number from 50/],
    ['too hard tasks', ['run', '--netuid', '1', '--difficulty', '1.1'], /Use a number from 0 to 1/],
    ['a secret opened at once', ['run', '--netuid', '1', '--open-after-epochs', '0'], /whole number from 1/],
    ['an unknown shape', ['run', '--netuid', '1', '--weight-shape', 'cliff'], /ramp, softmax/],
    ['a friend without an address', ['run', '--netuid', '1', '--favour', 'bob'], /SS58/i],
    ['an unknown flag', ['run', '--netuid', '1', '--fast'], /unknown option '--fast'/],
    ['an unknown command', ['mine'], /unknown command 'mine'/],
    ['an unknown log level', ['run', '--netuid', '1', '--log-level', 'loud'], /Use one of silent/],
  ])('%s', async (_, args, pattern) => {
    expectLine(await validator(args), 2, pattern)
  })

  it('a wrong variable of the environment', async () => {
    expectLine(await validator(['run'], { BT_NETUID: 'one' }), 2, /from env 'BT_NETUID' is invalid/)
  })
})

describe('what cannot be done is one line and exit code 1:', () => {
  const run = (...args: readonly string[]) => validator(['run', '--netuid', '1', ...args])

  it('a wallet that is missing', async () => {
    expectLine(await run(...wallet('/nowhere')), 1, /^error: there is no hotkey at \/nowhere\/default/)
  })

  it('a chain that answers nothing', async () => {
    const { port } = await closedPort()
    const args = [...wallet(await createAlice()), '--db', temporaryPath(), '--chain', `ws://127.0.0.1:${port}`]
    expectLine(await run(...args), 1, /^error: no chain answers at ws:\/\/127\.0\.0\.1/)
  })

  it('an audit without a chain, whose exit code 1 stands for deviations', async () => {
    const { port } = await closedPort()
    const found = await validator(['audit', '--netuid', '1', '--chain', `ws://127.0.0.1:${port}`])
    expectLine(found, 2, /^error: no chain answers at ws:\/\/127\.0\.0\.1/)
  })

  it('a database of a newer version', async () => {
    const path = temporaryPath()
    openDatabase(path, OWNER).close()
    const file = new Sqlite(path)
    file.exec("INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('later', 99999999999999)")
    file.close()
    const args = [...wallet(await createAlice()), '--db', path]
    expectLine(await run(...args), 1, /^error: .* has schema version 5 of a newer validator/)
  })

  it('a database that is none', async () => {
    const path = temporaryPath()
    writeFileSync(path, 'hello '.repeat(1000))
    expectLine(
      await run(...wallet(await createAlice()), '--db', path),
      1,
      /^error: .* is damaged or no SQLite database/,
    )
  })

  it('a database of another hotkey', async () => {
    const path = temporaryPath()
    openDatabase(path, OWNER).close()
    expectLine(await run(...wallet(await createAlice()), '--db', path), 1, /^error: .* holds the scores of hotkey/)
  })

  it('held-out rows that are none', async () => {
    const path = temporaryPath('rows.bin')
    writeFileSync(path, 'a,b,label\n1,2,x\n')
    expectLine(await run('--mechanism', 'labelled', '--held-out', path), 1, /^error: .* is no held-out file/)
  })

  it('scores of a database that does not exist', async () => {
    expectLine(
      await validator(['scores', '--db', '/nowhere/v.sqlite']),
      1,
      /^error: .* does not exist; "validator run" makes/,
    )
  })

  it('a database that is a folder', async () => {
    const path = temporaryPath()
    mkdirSync(path)
    expectLine(await validator(['scores', '--db', path]), 1, /^error: .* cannot be opened as a database/)
  })
})

describe('validator scores', () => {
  it('shows the miners best first, as a table and as JSON, while the validator runs', async () => {
    const path = temporaryPath()
    const { orm } = openForTest(path)
    const scores = [
      scoreOf(1, { standing: skilled(1, 0), lastOutcome: 'late', lastScore: -9.2 }),
      scoreOf(2, { standing: skilled(2, 0.9), rounds: 7, lastScore: -0.23 }),
    ]
    const grades = [gradeOf(1, { outcome: 'late', detail: 'no complete answer' }), gradeOf(2)]
    storeRound(orm, { commits: [commitOf(1), commitOf(2)], change: { scores, grades } })
    const weights = [{ hotkey: hotkeyOf(2), uid: uid(2), value: 65_535 }]
    storeWeights(orm, { block: 40, setAt: 5, weights, basis: undefined })

    const json = await validator(['scores', '--db', path, '--json'])
    expect(json.code).toBe(0)
    const view: unknown = JSON.parse(json.out)
    expect(view).toMatchObject({
      scoring: SCORE_KEY,
      lastRound: { id: 1, block: 7 },
      lastWeights: { block: 40 },
      miners: [
        { hotkey: hotkeyOf(2), uid: 2, score: 0.9, lastScore: -0.23, rounds: 7, lastOutcome: 'answered', weight: 1 },
        {
          hotkey: hotkeyOf(1),
          score: 0,
          lastScore: -9.2,
          lastOutcome: 'late',
          lastDetail: 'no complete answer',
          weight: null,
        },
      ],
    })

    const table = await validator(['scores'], { MERITNET_DB: path })
    expect(table.code).toBe(0)
    expect(table.out).toMatch(/skill@3\/glyphs@2 {3}round 1 at block 7 {3}weights set at block 40/)
    expect(table.out.indexOf(hotkeyOf(2))).toBeLessThan(table.out.indexOf(hotkeyOf(1)))
  })

  it('says that there are none yet', async () => {
    const path = temporaryPath()
    openForTest(path)
    expect((await validator(['scores', '--db', path])).out).toMatch(/^no round yet/)
    expect(JSON.parse((await validator(['scores', '--db', path, '--json'])).out)).toMatchObject({ miners: [] })
  })
})

it.each([[['--help']], [['run', '--help']], [['status', '--help']], [['scores', '--help']]])(
  'validator %j explains itself',
  async (args) => {
    const { code, out } = await validator(args)
    expect(code).toBe(0)
    expect(out).toMatch(/Usage: validator/)
    if (args.length > 1) expect(out).toMatch(/Example/)
  },
)
