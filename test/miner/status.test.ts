import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { minerStatus } from '../../miner/status.ts'
import { fromHex } from '../../shared/bytes.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { createHotkey, createWallet } from '../../shared/crypto/wallet-create.ts'
import { silentLogger } from '../../shared/log.ts'
import { netUid, rao } from '../../shared/units.ts'
import { createFakeSubtensor, type FakeSubtensor } from '../support/fake-subtensor.ts'

let path: string
let chain: FakeSubtensor

beforeAll(cryptoReady)
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'status-'))
  chain = createFakeSubtensor()
})
afterEach(() => rm(path, { recursive: true }))

const wallet = () => ({ path, name: 'alice', hotkey: 'default' })
const status = (json: boolean, netuid = chain.netuid) =>
  minerStatus(
    { netuid, chain: 'ws://127.0.0.1:1', wallet: wallet(), json },
    { log: silentLogger, passwords: async () => 'none', connect: async () => chain },
  )
const createAlice = () =>
  createWallet({
    ...wallet(),
    coldkeyFrom: { tag: 'uri', uri: '//Alice' },
    hotkeyFrom: { tag: 'uri', uri: '//Alice_hk' },
  })

describe('the status of a miner', () => {
  it('shows uid, axon, incentive, emission and stake', async () => {
    const { hotkey, coldkey } = await createAlice()
    chain.setBalance(coldkey.ss58, rao(2_500_000_000n))
    chain.addNeuron({
      hotkey: hotkey.ss58,
      coldkey: coldkey.ss58,
      axon: { ip: '2001:db8::1', port: 8091, version: 1, block: 7 },
      incentive: 32_768,
      emission: rao(1_250_000_000n),
      stake: rao(3_000_000_000n),
    })
    await chain.setCommitment(
      chain.netuid,
      [{ tag: 'sha256', digest: fromHex('ab'.repeat(32)) }],
      keypairFromUri('//Alice_hk'),
    )
    const text = await status(false)
    for (const part of [
      `${'ab'.repeat(32)} since block 2`,
      'uid 0',
      '[2001:db8::1]:8091',
      '50.00 %',
      '1.25 alpha',
      '3 alpha',
      '2.5 TAO',
      hotkey.ss58,
    ])
      expect(text).toContain(part)
    expect(JSON.parse(await status(true))).toEqual({
      netuid: 1,
      block: 2,
      hotkey: hotkey.ss58,
      coldkey: coldkey.ss58,
      balanceRao: '2500000000',
      registrationCostRao: '1000000000',
      registered: true,
      uid: 0,
      axon: { ip: '2001:db8::1', port: 8091, version: 1, block: 7 },
      model: 'ab'.repeat(32),
      modelSinceBlock: 2,
      incentive: 32_768 / 65_535,
      emissionRao: '1250000000',
      stakeRao: '3000000000',
    })
  })

  it('of a hotkey that is not registered says what registering costs', async () => {
    await createAlice()
    expect(await status(false)).toMatch(/no; "miner run" registers it for 1 TAO/)
    expect(JSON.parse(await status(true))).toMatchObject({ registered: false, uid: null, axon: null, stakeRao: null })
  })

  it('of a miner without a model on chain says so', async () => {
    const { hotkey } = await createAlice()
    chain.addNeuron({ hotkey: hotkey.ss58 })
    await chain.setCommitment(chain.netuid, [{ tag: 'raw', bytes: fromHex('00') }], keypairFromUri('//Alice_hk'))
    expect(await status(false)).toContain('none registered')
    expect(JSON.parse(await status(true))).toMatchObject({ registered: true, model: null, modelSinceBlock: null })
  })

  it('needs no coldkey', async () => {
    await createHotkey(wallet(), { tag: 'uri', uri: '//Alice_hk' })
    expect(JSON.parse(await status(true))).toMatchObject({
      hotkey: keypairFromUri('//Alice_hk').ss58,
      coldkey: null,
      balanceRao: null,
    })
  })

  it('of a missing wallet or subnet is an error', async () => {
    await expect(status(false)).rejects.toMatchObject({ code: 'wallet-missing' })
    await createAlice()
    await expect(status(false, netUid(9))).rejects.toMatchObject({ code: 'unknown-netuid' })
  })
})
