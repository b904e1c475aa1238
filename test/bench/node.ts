import { ApiPromise, Keyring } from '@polkadot/api'
import { ReconnectingProvider } from '../../shared/subtensor/provider.ts'
import { startNodeProcess } from '../support/node-process.ts'
import { residentMegabytes } from './memory.ts'
import type { BenchRow } from './row.ts'
import { connectRpc } from './rpc.ts'

const STARTS = 3
const EMPTY_BLOCKS = 1_000
const TRANSFERS = 1_000

/** The devnet node as a process: start, empty blocks, transfers, memory. */
export async function benchNode(): Promise<BenchRow[]> {
  const starts: number[] = []
  for (let i = 0; i < STARTS; i++) starts.push(await secondsToBlockOne())
  starts.sort((a, b) => a - b)

  const node = await startNodeProcess(['--sealing', 'manual'])
  const rpc = await connectRpc(node.url)
  try {
    const blocks = await ratePerSecond(EMPTY_BLOCKS, async () => {
      for (let i = 0; i < EMPTY_BLOCKS; i++) await rpc.call('engine_createBlock', [true, true])
    })
    const extrinsics = await signTransfers(node.url, TRANSFERS)
    const transfers = await ratePerSecond(TRANSFERS, async () => {
      await Promise.all(extrinsics.map((extrinsic) => rpc.call('author_submitExtrinsic', [extrinsic])))
      await sealAll(rpc)
    })
    return [
      { name: 'devnet node: start to block 1', value: starts[1] ?? 0, unit: 's', goal: '≤ 1.0' },
      { name: 'devnet node: empty blocks, sealed manually', value: blocks, unit: '/s', goal: '≥ 200' },
      { name: 'devnet node: signed transfers into blocks', value: transfers, unit: '/s' },
      { name: 'devnet node: resident memory after both', value: await residentMegabytes(node.process.pid), unit: 'MB' },
    ]
  } finally {
    rpc.close()
    await node.stop()
  }
}

async function secondsToBlockOne(): Promise<number> {
  const started = performance.now()
  const node = await startNodeProcess([])
  const rpc = await connectRpc(node.url)
  try {
    while (((await rpc.call('chain_getHeader')) as { number: string }).number === '0x0');
    return (performance.now() - started) / 1000
  } finally {
    rpc.close()
    await node.stop()
  }
}

async function ratePerSecond(count: number, work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return (count * 1000) / (performance.now() - started)
}

/** Signed ahead, so that the client's signing is not measured. */
async function signTransfers(url: string, count: number): Promise<readonly string[]> {
  const api = await ApiPromise.create({ provider: new ReconnectingProvider(url), noInitWarn: true })
  const keyring = new Keyring({ type: 'sr25519' })
  const [alice, bob] = [keyring.addFromUri('//Alice'), keyring.addFromUri('//Bob')]
  const signed: string[] = []
  for (let nonce = 0; nonce < count; nonce++) {
    const transfer = api.tx.balances?.transferKeepAlive?.(bob.address, 1_000_000)
    if (transfer === undefined) throw new Error('the chain has no Balances.transfer_keep_alive')
    signed.push((await transfer.signAsync(alice, { nonce, era: 0 })).toHex())
  }
  await api.disconnect()
  return signed
}

async function sealAll(rpc: Awaited<ReturnType<typeof connectRpc>>): Promise<void> {
  while (((await rpc.call('author_pendingExtrinsics')) as unknown[]).length > 0)
    await rpc.call('engine_createBlock', [false, true])
}
