import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { concat, toHex } from '../../../../shared/bytes.ts'
import { toSs58 } from '../../../../shared/crypto/ss58.ts'
import { u32 } from '../../../../shared/scale/primitives.ts'
import { encode } from '../../../../shared/scale/type.ts'
import type { RpcClient } from '../../../support/rpc-client.ts'
import { RpcFixture } from '../../../support/rpc-server.ts'

const alice = new Uint8Array(32).fill(1)
const bob = new Uint8Array(32).fill(2)
const pending = (who: Uint8Array, nonce: number, isReady = true) => ({
  hash: new Uint8Array(32).fill(nonce),
  extrinsic: Uint8Array.of(nonce),
  isReady,
  provides: [concat(who, encode(u32, nonce))],
})

describe('system methods', () => {
  let rpc: RpcFixture
  let client: RpcClient
  beforeEach(async () => {
    rpc = await RpcFixture.start()
    client = await rpc.connect()
  })
  afterEach(() => rpc.close())

  test('the identity is what the node was given', async () => {
    expect(await client.ok('system_chain')).toBe('Bittensor')
    expect(await client.ok('system_chainType')).toBe('Local')
    expect(await client.ok('system_name')).toBe('Meritnet Node')
    expect(await client.ok('system_version')).toBe('1.2.3')
    expect(await client.ok('system_properties')).toEqual({ ss58Format: 42, tokenDecimals: 9, tokenSymbol: 'TAO' })
  })

  test('the node is alone and in step', async () => {
    rpc.node.addBlock()
    expect(await client.ok('system_health')).toEqual({ peers: 0, isSyncing: false, shouldHavePeers: false })
    expect(await client.ok('system_peers')).toEqual([])
    expect(await client.ok('system_nodeRoles')).toEqual(['Authority'])
    expect(await client.ok('system_localListenAddresses')).toEqual([])
    expect(await client.ok('system_localPeerId')).toMatch(/^12D3KooW[1-9A-HJ-NP-Za-km-z]{44}$/)
    expect(await client.ok('system_syncState')).toEqual({ startingBlock: 0, currentBlock: 1, highestBlock: 1 })
  })

  test('no method without parameters takes one', async () => {
    expect(await client.fail('system_chain', 1)).toEqual({
      code: -32602,
      message: 'Invalid params: parameter 1: found 1; expected at most 0 (none)',
    })
  })

  test.each(['system_accountNextIndex', 'account_nextIndex'])(
    '%s counts the nonce in state up over the account’s own pending ones without a gap',
    async (method) => {
      rpc.node.runtime.set('AccountNonceApi_account_nonce', (who) => {
        expect(toHex(who)).toBe(toHex(alice))
        return encode(u32, 5)
      })
      expect(await client.ok(method, toSs58(alice))).toBe(5)
      rpc.node.pendingTxs = [pending(alice, 6), pending(bob, 5), pending(alice, 5), pending(alice, 9, false)]
      expect(await client.ok(method, toSs58(alice))).toBe(7)
    },
  )

  test.each([[undefined], ['5Grwva'], [`0x${'01'.repeat(32)}`], [5], [{}]])(
    'the account %j is refused',
    async (who) => {
      const error = await client.fail('system_accountNextIndex', who)
      expect(error.code).toBe(-32602)
      expect(error.message).toContain('expected an SS58 address')
    },
  )

  test('a dry run gives the result of applying the extrinsic', async () => {
    rpc.node.runtime.set('BlockBuilder_apply_extrinsic', (input) => concat(Uint8Array.of(1), input))
    expect(await client.ok('system_dryRun', '0x0804')).toBe('0x010804')
    expect(await client.ok('system_dryRunAt', '0x0804', toHex(rpc.node.genesisHash))).toBe('0x010804')
    expect(await client.fail('system_dryRun', '0x080')).toMatchObject({ code: -32602 })
  })

  test('rpc_methods names every method that can be called, sorted, itself included', async () => {
    const listed = await client.ok('rpc_methods')
    expect(listed).toEqual({
      methods: expect.arrayContaining(['rpc_methods', 'account_nextIndex', 'state_unsubscribeStorage']),
    })
    const methods = Object.values(listed as object).flat()
    expect(methods).toEqual([...new Set(methods)].sort())
    for (const method of methods) {
      const { error } = await client.call(String(method), { not: 'valid' }, 0, 0, 0, 0, 0)
      expect(error, String(method)).toMatchObject({ code: -32602 })
    }
  })
})
