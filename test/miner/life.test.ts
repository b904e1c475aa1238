import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sha256Hex } from '../../shared/crypto/hashes.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { createWallet } from '../../shared/crypto/wallet-create.ts'
import { isFree } from '../support/loopback.ts'
import { type NodeProcess, startNodeProcess } from '../support/node-process.ts'
import { ROOT } from '../support/source-files.ts'

// The miner command against a chain of its own, from the first registration to the stop after a crash.

let folder: string
let node: NodeProcess
const children = new Set<ChildProcess>()

beforeAll(async () => {
  await cryptoReady()
  folder = await mkdtemp(join(tmpdir(), 'miner-life-'))
  for (const name of ['Alice', 'Poor'])
    await createWallet({
      path: folder,
      name: name.toLowerCase(),
      hotkey: 'default',
      coldkeyFrom: { tag: 'uri', uri: `//${name}` },
      hotkeyFrom: { tag: 'uri', uri: `//${name}_hk` },
    })
  node = await startNodeProcess(['--sealing', '200'])
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await node.stop()
  await rm(folder, { recursive: true })
})

const common = (wallet: string) => ['--netuid', '1', '--chain', node.url, '--wallet-path', folder, '--wallet', wallet]
const model = ['--model', 'miner/models/ladder/glyphs/glyphs-1.onnx']

const run = (
  args: readonly string[],
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, ['miner/cli.ts', ...args], { cwd: ROOT }, (_error, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr })
    })
  })

/** Starts a miner and waits until it serves; gives the port and the messages of its log until then. */
async function start(port: number) {
  const args = ['miner/cli.ts', 'run', ...common('alice'), ...model, '--port', String(port), '--ip', '10.9.8.7']
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] })
  children.add(child)
  const messages: string[] = []
  for await (const line of createInterface({ input: child.stderr })) {
    const entry: { readonly msg: string; readonly listening?: number } = JSON.parse(line)
    messages.push(entry.msg)
    if (entry.msg !== 'serving') continue
    child.stderr.resume()
    return { child, messages, port: Number(entry.listening) }
  }
  throw new Error(`the miner ended before it served: ${messages.join(', ')}`)
}

const status = async () => JSON.parse((await run(['status', ...common('alice'), '--json'])).stdout)
const isHealthy = (port: number) =>
  fetch(`http://127.0.0.1:${port}/health`).then(
    ({ ok }) => ok,
    () => false,
  )
const end = async (child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT') => {
  child.kill(signal)
  await once(child, 'exit')
  return child.exitCode
}

describe('a miner process', () => {
  it('registers, serves, is killed, goes on without paying, and stops cleanly', async () => {
    expect(await status()).toMatchObject({ registered: false })

    const first = await start(0)
    expect(first.messages).toEqual(['registering', 'registered', 'model registered', 'axon announced', 'serving'])
    expect(await isHealthy(first.port)).toBe(true)
    const before = await status()
    const digest = sha256Hex(await readFile(join(ROOT, 'miner/models/ladder/glyphs/glyphs-1.onnx')))
    expect(before).toMatchObject({ registered: true, axon: { ip: '10.9.8.7', port: first.port }, model: digest })

    const taken = await run(['run', ...common('alice'), ...model, '--port', String(first.port)])
    expect(taken.stderr).toContain(`port ${first.port} is in use`)
    expect(taken.code).toBe(1)

    await end(first.child, 'SIGKILL')
    expect(await isHealthy(first.port)).toBe(false)
    const second = await start(first.port)
    expect(second.messages).toEqual(['already registered', 'model already registered', 'serving'])
    expect(await isHealthy(first.port)).toBe(true)
    expect(await status()).toMatchObject({
      uid: before.uid,
      balanceRao: before.balanceRao,
      axon: before.axon,
      modelSinceBlock: before.modelSinceBlock,
    })

    expect(await end(second.child, 'SIGINT')).toBe(0)
    expect(await isFree(first.port)).toBe(true)
  })

  it.each<[string, () => readonly string[], RegExp]>([
    ['a balance too small', () => common('poor'), /costs .* TAO; the coldkey 5\w+ has 0; send it at least/],
    ['an unknown netuid', () => [...common('alice'), '--netuid', '99'], /netuid 99 does not exist.*existing: 0, 1/],
  ])(
    'with %s ends with one line',
    async (_, flags, line) => {
      const { code, stdout, stderr } = await run(['run', ...flags(), ...model, '--port', '0', '--log-level', 'silent'])
      expect(stderr).toMatch(line)
      expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 1, stdout: '', lines: 1 })
    },
    60_000,
  )
})
