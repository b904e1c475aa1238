import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureRegistered } from '../../miner/registration.ts'
import { type Keypair, keypairFromUri } from '../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../shared/crypto/ready.ts'
import { AppError } from '../../shared/errors.ts'
import { silentLogger } from '../../shared/log.ts'
import { rao } from '../../shared/units.ts'
import { createFakeSubtensor, type FakeSubtensor } from '../support/fake-subtensor.ts'

let chain: FakeSubtensor
let hotkey: Keypair
let coldkey: Keypair
let opened: number

beforeAll(cryptoReady)
beforeEach(() => {
  chain = createFakeSubtensor({ registrationCost: rao(1_500_000_000n) })
  hotkey = keypairFromUri('//M')
  coldkey = keypairFromUri('//C')
  opened = 0
})

const register = () =>
  ensureRegistered({
    client: chain,
    netuid: chain.netuid,
    hotkey: hotkey.ss58,
    coldkeyAddress: async () => coldkey.ss58,
    openColdkey: async () => {
      opened++
      return coldkey
    },
    log: silentLogger,
  })

describe('registration', () => {
  it('pays from the coldkey and returns the uid', async () => {
    chain.setBalance(coldkey.ss58, rao(2_000_000_000n))
    expect(await register()).toBe(0)
    expect(await chain.balance(coldkey.ss58)).toBe(500_000_000n)
  })

  it('that exists costs nothing and leaves the coldkey closed', async () => {
    chain.addNeuron({ hotkey: coldkey.ss58 })
    chain.addNeuron({ hotkey: hotkey.ss58 })
    expect(await register()).toBe(1)
    expect(opened).toBe(0)
    expect(chain.writes).toEqual([])
  })

  it('with too small a balance fails before the coldkey is opened', async () => {
    chain.setBalance(coldkey.ss58, rao(1_499_999_999n))
    await expect(register()).rejects.toMatchObject({
      code: 'balance-too-low',
      message: expect.stringMatching(/1\.5 TAO.* 1\.499999999; send it at least 0\.000000001 TAO/),
    })
    expect(opened).toBe(0)
  })

  it('by somebody else at the same time is fine', async () => {
    chain.setBalance(coldkey.ss58, rao(2_000_000_000n))
    const client = {
      ...chain,
      register: async () => {
        chain.addNeuron({ hotkey: hotkey.ss58 })
        throw new AppError('extrinsic-failed', 'SubtensorModule.HotKeyAlreadyRegisteredInSubNet')
      },
    }
    const deps = { client, netuid: chain.netuid, hotkey: hotkey.ss58, log: silentLogger }
    expect(
      await ensureRegistered({ ...deps, coldkeyAddress: async () => coldkey.ss58, openColdkey: async () => coldkey }),
    ).toBe(0)
  })

  it('that the chain refuses is passed on', async () => {
    chain.setBalance(coldkey.ss58, rao(2_000_000_000n))
    chain.failNext('register', new AppError('extrinsic-failed', 'SubtensorModule.SubNetRegistrationDisabled'))
    await expect(register()).rejects.toMatchObject({ code: 'extrinsic-failed' })
  })
})
