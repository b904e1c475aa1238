import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PolkadotChain } from '../support/polkadot-chain.ts'

const TAO = 1_000_000_000n
const NETUID = 2

// A stock polkadot.js trades with the pool of a subnet, as clients of public networks do.
describe('a chain with pools', () => {
  let chain: PolkadotChain
  const calls = () => chain.api.tx.subtensorModule!
  const hotkey = () => chain.key('pool-hotkey').address
  const price = async (netuid = NETUID) =>
    BigInt((await chain.api.call.swapRuntimeApi!.currentAlphaPrice!(netuid)).toString())
  const stored = async (item: string, ...keys: unknown[]) =>
    BigInt((await chain.api.query.subtensorModule![item]!(...keys)).toString())
  const expectCounted = () => {
    const { balances, stake, pending, issuance } = chain.local.issuance()
    expect(balances + stake + pending).toBe(issuance)
  }

  beforeAll(async () => {
    chain = await PolkadotChain.start({ tag: 'instant' }, { pools: true })
    await chain.succeed(calls().registerNetwork!(hotkey()), chain.key('Bob'))
    await chain.succeed(calls().startCall!(NETUID), chain.key('Bob'))
  })
  afterAll(() => chain.close())

  test('new subnets have a pool at the price 1', async () => {
    expect(await stored('subnetMechanism', NETUID)).toBe(1n)
    expect(await price()).toBe(TAO)
    expect(await price(1)).toBe(TAO)
    expect((await chain.api.query.swap!.alphaSqrtPrice!(NETUID)).toJSON()).toBeDefined()
  })

  test('a simulated trade says what the real one then does', async () => {
    const simulated = Object(
      (await chain.api.call.swapRuntimeApi!.simSwapTaoForAlpha!(NETUID, 100n * TAO)).toJSON(),
    ) as Record<string, number>
    const { events } = await chain.succeed(calls().addStake!(hotkey(), NETUID, 100n * TAO), chain.key('Bob'))
    expect(events).toContain('subtensorModule.StakeAdded')
    const stake = await stored('totalHotkeyAlpha', hotkey(), NETUID)
    expect(stake).toBeGreaterThan(90n * TAO)
    expect(simulated.taoFee).toBe(Number((100n * TAO * 33n) / 65_535n))
    // The subnet emits between the two, so the price may move a little.
    expect(Math.abs(Number(stake) - simulated.alphaAmount!) / Number(stake)).toBeLessThan(0.01)
    expect(await price()).toBeGreaterThan(TAO)
    expectCounted()
  })

  test('stake moves to root and back, and a limit on the price holds', async () => {
    await chain.succeed(calls().swapStake!(hotkey(), NETUID, 0, 20n * TAO), chain.key('Bob'))
    expect(await stored('totalHotkeyAlpha', hotkey(), 0)).toBeGreaterThan(20n * TAO)
    const { dispatchError } = await chain.send(
      calls().addStakeLimit!(hotkey(), NETUID, 100n * TAO, TAO / 2n, true),
      chain.key('Bob'),
    )
    expect(dispatchError).toBe('swap.PriceLimitExceeded')
    await chain.succeed(calls().unstakeAll!(hotkey()), chain.key('Bob'))
    expect(await stored('totalHotkeyAlpha', hotkey(), 0)).toBe(0n)
    expectCounted()
  })
})
