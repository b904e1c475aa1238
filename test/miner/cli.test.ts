import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeOnnx } from '../../miner/models/onnx-writer.ts'
import { utf8 } from '../../shared/bytes.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { createWallet } from '../../shared/crypto/wallet-create.ts'
import { createRng } from '../../shared/rng.ts'
import { closedPort } from '../support/loopback.ts'
import { randomWeights, softmaxGraph } from '../support/onnx-models.ts'

const CLI = new URL('../../miner/cli.ts', import.meta.url).pathname
const { PATH, NODE_COMPILE_CACHE } = process.env
const rng = createRng(utf8('a seed for these tests'))
let folder: string
let model: string

beforeAll(async () => {
  await cryptoReady()
  folder = await mkdtemp(join(tmpdir(), 'miner-cli-'))
  model = join(folder, 'model.onnx')
  await writeFile(model, writeOnnx(softmaxGraph(256, 10, randomWeights(rng, 2560))))
  await createWallet({
    path: folder,
    name: 'alice',
    hotkey: 'default',
    coldkeyFrom: { tag: 'uri', uri: '//Alice' },
    hotkeyFrom: { tag: 'uri', uri: '//Alice_hk' },
  })
})
afterAll(() => rm(folder, { recursive: true }))

interface Outcome {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command as a person would, with nothing of our environment but the path. */
const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> =>
  new Promise((resolve) => {
    const options = { env: { PATH, NODE_COMPILE_CACHE, HOME: folder, ...env } }
    const child = execFile(process.execPath, [CLI, ...args], options, (_error, stdout, stderr) => {
      resolve({ exitCode: child.exitCode ?? -1, stdout, stderr })
    })
  })

const flags = () => [
  'run',
  '--netuid',
  '1',
  '--wallet-path',
  folder,
  '--wallet',
  'alice',
  '--port',
  '0',
  '--log-level',
  'silent',
]
/** The line of an error, after making sure that there is no other. */
function onlyLine({ exitCode, stdout, stderr }: Outcome): string {
  expect({ exitCode, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
    exitCode: 1,
    stdout: '',
    lines: 1,
  })
  return stderr
}

describe('the miner command', () => {
  it('explains itself', async () => {
    const { exitCode, stdout } = await run(['run', '--help'])
    expect(exitCode).toBe(0)
    for (const part of [
      'Examples:',
      'Mechanisms:',
      '--model',
      'BT_SUBTENSOR_CHAIN_ENDPOINT',
      'BT_WALLET_NAME',
      'BT_AXON_PORT',
    ])
      expect(stdout).toContain(part)
    // Readable on a terminal: only examples, which are copied, may be longer.
    const [manual = ''] = stdout.split('Examples:')
    expect(manual.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  it.each<[string, readonly string[], string]>([
    ['no model', ['run', '--netuid', '1'], '--model'],
    ['no netuid', ['run', '--model', 'm.onnx'], '--netuid'],
    ['a netuid that is no number', ['run', '--model', 'm', '--netuid', 'one'], "'one' is invalid. Use a whole number"],
    ['an unknown mechanism', ['run', '--model', 'm', '--netuid', '1', '--mechanism', 'poems'], 'glyphs'],
    ['an unknown strategy', ['run', '--model', 'm', '--netuid', '1', '--strategy', 'lazy'], 'honest'],
    ['a relay of nobody', ['run', '--model', 'm', '--netuid', '1', '--strategy', 'relay'], '--victim'],
    ['a victim that is no hotkey', ['run', '--model', 'm', '--netuid', '1', '--victim', 'bob'], 'SS58'],
    ['a downgrade from nothing', ['run', '--model', 'm', '--netuid', '1', '--strategy', 'downgrade'], '--claims'],
    ['a port that is none', ['run', '--model', 'm', '--netuid', '1', '--port', '70000'], '65535'],
    ['an address that is none', ['run', '--model', 'm', '--netuid', '1', '--ip', 'localhost'], '203.0.113.7'],
    ['a chain that is no URL', ['status', '--netuid', '1', '--chain', 'localhost:9944'], 'ws://'],
    ['an unknown flag', ['run', '--modle', 'm'], '--model'],
    ['an unknown command', ['mine'], 'miner --help shows the commands'],
    ['an unknown flag of status', ['status', '--netuid', '1', '--jsno'], '--json'],
    ['a flag too many', ['status', '--netuid', '1', 'x'], 'miner status --help'],
  ])('with %s says what would be valid and ends with 2', async (_, args, valid) => {
    const { exitCode, stdout, stderr } = await run(args)
    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(valid)
    expect(stderr).not.toContain('    at ')
  })

  it('with a file that is no ONNX model says so in one line', async () => {
    const file = join(folder, 'text.onnx')
    await writeFile(file, 'no model')
    const line = onlyLine(await run([...flags(), '--model', file]))
    expect(line).toContain(file)
    expect(line).toContain('ONNX')
  })

  it('with a model of another shape says which one was found and which is valid', async () => {
    const file = join(folder, 'narrow.onnx')
    await writeFile(file, writeOnnx(softmaxGraph(7, 10, randomWeights(rng, 70))))
    const line = onlyLine(await run([...flags(), '--model', file]))
    expect(line).toContain('[?, 7]')
    expect(line).toContain('[?, 256]')
  })

  it('without a wallet says which file is missing and how to make it', async () => {
    const line = onlyLine(await run([...flags(), '--wallet', 'bob', '--model', model]))
    expect(line).toContain(join(folder, 'bob', 'hotkeys', 'default'))
    expect(line).toContain('wallet create')
  })

  it('with a chain URL that answers nothing says so, taking the URL from the environment too', async () => {
    const { ip, port } = await closedPort()
    const url = `ws://${ip}:${port}`
    const env = { BT_SUBTENSOR_CHAIN_ENDPOINT: url }
    const outcomes = await Promise.all([
      run([...flags(), '--model', model, '--chain', url]),
      run(['status', '--netuid', '1', '--wallet-path', folder], { ...env, BT_WALLET_NAME: 'alice' }),
    ])
    for (const outcome of outcomes) expect(onlyLine(outcome)).toContain(`${url}: the connection failed; start one`)
  })
})
