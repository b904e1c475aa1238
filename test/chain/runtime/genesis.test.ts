import { beforeAll, describe, expect, test } from 'vitest'
import { storage as system } from '../../../chain/frame/system/storage.ts'
import { buildGenesis } from '../../../chain/runtime/genesis.ts'
import { DEV_ACCOUNTS } from '../../../chain/runtime/genesis-accounts.ts'
import { issuanceBreakdown } from '../../../chain/runtime/pallets/subtensor/issuance.ts'
import { storage } from '../../../chain/runtime/pallets/subtensor/storage.ts'
import { subnetAccount } from '../../../chain/runtime/pallets/subtensor/subnets/subnet.ts'
import { storage as sudo } from '../../../chain/runtime/pallets/sudo/storage.ts'
import { utf8 } from '../../../shared/bytes.ts'
import { keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { fromSs58 } from '../../../shared/crypto/ss58.ts'
import { createMemoryStorage } from '../../support/memory-storage.ts'

beforeAll(cryptoReady)

const TAO = 1_000_000_000n
const built = (options?: Parameters<typeof buildGenesis>[1]) => {
  const state = createMemoryStorage()
  buildGenesis(state, options)
  return state
}
const free = (state: ReturnType<typeof built>, who: Uint8Array) => system.Account.get(state, who).data.free

describe('genesis', () => {
  test('gives the dev accounts what a local subtensor gives them', () => {
    const state = built()
    for (const { ss58, tao } of DEV_ACCOUNTS) expect([ss58, free(state, fromSs58(ss58))]).toEqual([ss58, tao * TAO])
    expect(system.Account.get(state, keypairFromUri('//Alice').publicKey).providers).toBe(1)
  })

  test('names accounts by the keys behind them', () => {
    const derivable = DEV_ACCOUNTS.filter(({ name }) => name !== 'Alith' && name !== 'Baltathar')
    for (const { name, ss58 } of derivable) expect(keypairFromUri(`//${name}`).ss58).toBe(ss58)
  })

  test('makes Alice root unless another key is given', () => {
    expect(sudo.Key.get(built())).toEqual(keypairFromUri('//Alice').publicKey)
    const bob = keypairFromUri('//Bob').publicKey
    expect(sudo.Key.get(built({ sudoKey: bob }))).toEqual(bob)
  })

  test('has root and one subnet with a neuron that belongs to nobody', () => {
    const state = built()
    expect([0, 1, 2].map((netuid) => storage.NetworksAdded.get(state, netuid))).toEqual([true, true, false])
    expect(storage.TotalNetworks.get(state)).toBe(2)
    expect([0, 1].map((netuid) => storage.SubnetworkN.get(state, netuid))).toEqual([0, 1])
    expect([0, 1].map((netuid) => storage.Tempo.get(state, netuid))).toEqual([100, 100])
    expect([0, 1].map((netuid) => storage.MaxAllowedUids.get(state, netuid))).toEqual([64, 256])
    expect(storage.SubnetOwner.get(state, 0)).toEqual(keypairFromUri('//Alice').publicKey)
    expect(storage.SubnetOwnerHotkey.get(state, 0)).toEqual(keypairFromUri('//Alice_hk').publicKey)
    expect(storage.Keys.get(state, 1, 0)).toEqual(new Uint8Array(32))
    expect(free(state, subnetAccount(1))).toBe(10n * TAO)
  })

  test('counts every rao in total issuance', () => {
    const who = keypairFromUri('//Zoe').publicKey
    const state = built({
      endowments: [
        { who, rao: 5n * TAO },
        { who, rao: 600n },
      ],
    })
    expect(free(state, who)).toBe(5n * TAO + 600n)
    const { total, issuance, stake, tokens } = issuanceBreakdown(state)
    expect(total).toBe(issuance)
    expect(stake).toBe(0n)
    expect(issuance).toBe(3_016_000n * TAO + 10n * TAO + 5n * TAO + 600n)
    // Subnet 1 has a pool, so what its neuron holds is no TAO.
    expect(tokens).toEqual([
      {
        netuid: 1,
        pool: 10n * TAO,
        stake: TAO,
        pending: 0n,
        claims: 0n,
        protocol: 0n,
        burned: 0n,
        total: 11n * TAO,
        issuance: 11n * TAO,
        counted: 11n * TAO,
      },
    ])
    expect(storage.TotalIssuance.get(state)).toBe(issuance)
  })

  test('is the same bytes for the same options and has a code', () => {
    expect(built().entries()).toEqual(built().entries())
    expect(built().get(utf8(':code'))?.length).toBeGreaterThan(0)
    expect(built({ tempo: 7 }).root(1)).not.toEqual(built().root(1))
  })

  test('sets what the options say', () => {
    const state = built({ tempo: 7, adminFreezeWindow: 0 })
    expect(storage.Tempo.get(state, 1)).toBe(7)
    expect(storage.AdminFreezeWindow.get(state)).toBe(0)
    expect(storage.AdminFreezeWindow.get(built())).toBe(10)
  })

  test('refuses an endowment too small for an account', () => {
    expect(() => built({ endowments: [{ who: keypairFromUri('//Zoe').publicKey, rao: 499n }] })).toThrowError(
      /BelowMinimum/,
    )
  })
})
