import type { SubmittableExtrinsic } from '@polkadot/api/types'
import type { Hash, RuntimeVersion } from '@polkadot/types/interfaces'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { fromHex, toHex } from '../../shared/bytes.ts'
import { PolkadotChain } from '../support/polkadot-chain.ts'

/** What polkadot.js makes of an error: code, message and data in one text. */
const refusalOf = async (sent: Promise<unknown>): Promise<string> => {
  try {
    await sent
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('accepted')
}

const BAD_SIGNATURE = '1010: Invalid Transaction: Transaction has a bad signature'

describe('extrinsics that a node must refuse', () => {
  let chain: PolkadotChain
  const transfer = (): SubmittableExtrinsic<'promise'> =>
    chain.api.tx.balances!.transferKeepAlive!(chain.key('Bob').address, 1_000_000)
  const submit = (hex: string) => chain.api.rpc.author.submitExtrinsic(hex)

  beforeAll(async () => {
    // The library prints every error that a node answers; here they are expected.
    vi.spyOn(console, 'error').mockImplementation(() => {})
    chain = await PolkadotChain.start({ tag: 'manual' })
    await chain.seal(3)
  })
  afterAll(() => chain.close())

  test('a changed signature', async () => {
    const signed = await transfer().signAsync(chain.key('Alice'))
    const bytes = fromHex(signed.toHex())
    // Length prefix, version, address tag, 32 bytes of address and the signature's tag come before.
    const at = 2 + 1 + 1 + 32 + 1 + 10
    bytes[at] = (bytes[at] ?? 0) ^ 1
    expect(await refusalOf(submit(toHex(bytes)))).toBe(BAD_SIGNATURE)
  })

  test('a signature for another chain or another runtime version', async () => {
    const { genesisHash, runtimeVersion } = chain.api
    const here = { genesisHash, blockHash: genesisHash, runtimeVersion, nonce: 0 }
    const other = chain.api.registry.createType<Hash>('Hash', `0x${'11'.repeat(32)}`)
    const newer = chain.api.registry.createType<RuntimeVersion>('RuntimeVersion', {
      ...runtimeVersion.toJSON(),
      specVersion: 9999,
    })
    for (const options of [
      { ...here, genesisHash: other },
      { ...here, blockHash: other },
      { ...here, runtimeVersion: newer },
    ]) {
      const signed = transfer().sign(chain.key('Eve'), options)
      expect(await refusalOf(submit(signed.toHex()))).toBe(BAD_SIGNATURE)
    }
    await submit(transfer().sign(chain.key('Eve'), here).toHex())
    await chain.seal()
  })

  test('a nonce that was used', async () => {
    await submit((await transfer().signAsync(chain.key('Charlie'), { nonce: 0 })).toHex())
    await chain.seal()
    const stale = await transfer().signAsync(chain.key('Charlie'), { nonce: 0, tip: 5 })
    expect(await refusalOf(submit(stale.toHex()))).toBe('1010: Invalid Transaction: Transaction is outdated')
  })

  test('one that is known, and one that does not pay more than what it would replace', async () => {
    const signed = (await transfer().signAsync(chain.key('Dave'), { nonce: 0, tip: 100 })).toHex()
    await submit(signed)
    expect(await refusalOf(submit(signed))).toBe('1013: Transaction Already Imported')
    const cheaper = await transfer().signAsync(chain.key('Dave'), { nonce: 0, tip: 10 })
    expect(await refusalOf(submit(cheaper.toHex()))).toMatch(/^1014: Priority is too low: \(\d+ vs \d+\)/)
    const dearer = await transfer().signAsync(chain.key('Dave'), { nonce: 0, tip: 1_000_000 })
    await submit(dearer.toHex())
    const pending = await chain.api.rpc.author.pendingExtrinsics()
    expect(pending.map((one) => one.toHex())).toEqual([dearer.toHex()])
    await chain.seal()
  })

  test('an account that cannot pay the fee', async () => {
    const poor = await transfer().signAsync(chain.key('Nobody'), { nonce: 0 })
    expect(await refusalOf(submit(poor.toHex()))).toMatch(/^1010: Invalid Transaction: Inability to pay some fees/)
  })

  test('an era that is over', async () => {
    const { genesisHash, runtimeVersion, registry } = chain.api
    const current = (await chain.api.rpc.chain.getHeader()).number.toNumber()
    const blockHash = await chain.api.rpc.chain.getBlockHash(current - (current % 4))
    const era = registry.createType('ExtrinsicEra', { current, period: 4 })
    const signed = transfer().sign(chain.key('Eve'), { genesisHash, blockHash, runtimeVersion, nonce: 1, era })
    await chain.seal(4)
    // The era's bytes now name a later birth block, whose hash was not signed.
    expect(await refusalOf(submit(signed.toHex()))).toBe(BAD_SIGNATURE)
  })

  test('one without a signature', async () => {
    expect(await refusalOf(submit(transfer().toHex()))).toMatch(/^101[01]: /)
  })

  test.each([
    ['0x', /^100[12]: /],
    ['0x00', /^100[12]: /],
    ['0x1284ff', /^100[12]: /],
    [`0x${'ff'.repeat(200)}`, /^100[12]: /],
    ['0x0804ff', /^100[12]: /],
    ['0xzz', /^-32602: Invalid params: parameter 1 \(extrinsic\)/],
    ['0x123', /^-32602: Invalid params: parameter 1 \(extrinsic\)/],
    ['', /^100[12]: /],
    [null, /^-32602: /],
    [{}, /^-32602: /],
  ])('%j, which is no extrinsic', async (bytes, refusal) => {
    expect(await refusalOf(chain.request('author_submitExtrinsic', bytes))).toMatch(refusal)
    expect(await refusalOf(chain.request('author_submitAndWatchExtrinsic', bytes))).toMatch(refusal)
  })

  test('garbage in queries about extrinsics is an error, not a crash', async () => {
    for (const method of ['system_dryRun', 'payment_queryInfo', 'payment_queryFeeDetails'])
      expect(await refusalOf(chain.request(method, '0x1284ff'))).toMatch(/^4003: Client error: Execution failed/)
    expect(await refusalOf(chain.request('state_call', 'SubnetInfoRuntimeApi_get_metagraph', '0xff'))).toMatch(
      /^4003: /,
    )
  })

  test('none of it hurt the node', async () => {
    const before = (await chain.api.rpc.chain.getHeader()).number.toNumber()
    await submit((await transfer().signAsync(chain.key('Ferdie'))).toHex())
    await chain.seal()
    const block = await chain.api.rpc.chain.getBlock()
    expect(block.block.header.number.toNumber()).toBe(before + 1)
    // Beside what the chain itself writes: time and, when one is due, a pulse of the beacon.
    expect(block.block.extrinsics.filter(({ isSigned }) => isSigned)).toHaveLength(1)
  })
})
