import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MinerConfig } from '../../miner/config.ts'
import { writeOnnx } from '../../miner/models/onnx-writer.ts'
import { utf8 } from '../../shared/bytes.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { netUid, rao } from '../../shared/units.ts'
import { serveTcp } from '../support/loopback.ts'
import { linearGraph, randomWeights, softmaxGraph } from '../support/onnx-models.ts'
import { rng, useMiners } from './use-miners.ts'

const m = useMiners()

describe('a miner does not start', () => {
  const broken = async (bytes: Uint8Array) => {
    const model = join(m.folder, 'broken.onnx')
    await writeFile(model, bytes)
    return { model }
  }

  it.each<[string, () => Promise<Partial<MinerConfig>>, string]>([
    ['without its model file', async () => ({ model: join(m.folder, 'none.onnx') }), 'model-missing'],
    ['with a file that is no ONNX model', () => broken(utf8('no model')), 'not-onnx'],
    ['with an empty file', () => broken(new Uint8Array()), 'not-onnx'],
    [
      'with a model of another input shape',
      () => broken(writeOnnx(softmaxGraph(7, 10, randomWeights(rng, 70)))),
      'model-mismatch',
    ],
    [
      'with a model of another output shape',
      () => broken(writeOnnx(softmaxGraph(256, 3, randomWeights(rng, 768)))),
      'model-mismatch',
    ],
    [
      'with a model that gives no probabilities',
      () => broken(writeOnnx(linearGraph(256, 10, randomWeights(rng, 2560)))),
      'model-mismatch',
    ],
    [
      'without a wallet',
      async () => ({ wallet: { path: m.folder, name: 'carol', hotkey: 'default' } }),
      'wallet-missing',
    ],
    ['with an unknown mechanism', async () => ({ mechanism: 'poems' }), 'unknown-mechanism'],
    ['on an unknown netuid', async () => ({ netuid: netUid(9) }), 'unknown-netuid'],
  ])('%s, and pays nothing', async (_, change, code) => {
    await expect(m.start(await change()).ended).rejects.toMatchObject({ code })
    expect(m.chain.writes).toEqual([])
  })

  it('on a port in use, and pays nothing', async () => {
    const { port } = await serveTcp(() => {})
    await expect(m.start({ port }).ended).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(String(port)),
    })
    expect(m.chain.writes).toEqual([])
  })

  it('with a balance too small, saying the cost, the balance and what to do', async () => {
    m.chain.setBalance(keypairFromUri('//Alice').ss58, rao(250_000_000n))
    await expect(m.start().ended).rejects.toMatchObject({
      code: 'balance-too-low',
      message: expect.stringMatching(/costs 1 TAO.* has 0\.25; send it at least 0\.75 TAO/),
    })
    expect(m.chain.writes).toEqual([])
  })

  it('announcing an address that the chain refuses', async () => {
    await expect(m.start({ ip: '127.0.0.1' }).ended).rejects.toMatchObject({ code: 'extrinsic-failed' })
  })
})
