import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { PolkadotChain } from '../support/polkadot-chain.ts'

const TAO = 1_000_000_000n

describe('a stock polkadot.js', () => {
  let chain: PolkadotChain
  const freeOf = async (ss58: string, at = chain.api.query): Promise<bigint> => {
    const account = (await at.system!.account!(ss58)).toJSON()
    return BigInt(String(Object(account).data.free))
  }
  const transfer = (to: string, rao: bigint) => chain.api.tx.balances!.transferKeepAlive!(chain.key(to).address, rao)

  beforeAll(async () => {
    // The library prints every error that a node answers; here they are expected.
    vi.spyOn(console, 'error').mockImplementation(() => {})
    chain = await PolkadotChain.start({ tag: 'instant' })
  })
  afterAll(() => chain.close())

  test('connects and knows the chain, its properties, constants and runtime APIs', async () => {
    const { api } = chain
    expect(api.runtimeChain.toString()).toBe('Bittensor')
    expect(api.registry.chainSS58).toBe(42)
    expect(api.registry.chainDecimals).toEqual([9])
    expect(api.registry.chainTokens).toEqual(['TAO'])
    expect(api.genesisHash.toHex()).toBe((await api.rpc.chain.getBlockHash(0)).toHex())
    expect(api.consts.balances!.existentialDeposit!.toString()).toBe('500')
    expect(Object.keys(api.call)).toEqual(expect.arrayContaining(['core', 'metadata', 'transactionPaymentApi']))
    expect((await api.rpc.system.health()).isSyncing.isFalse).toBe(true)
    expect((await api.rpc.rpc.methods()).methods.map(String)).toContain('author_submitAndWatchExtrinsic')
  })

  test('reads the same metadata through the old call', async () => {
    const metadata = await chain.api.rpc.state.getMetadata()
    expect(metadata.version).toBe(14)
    expect(metadata.asLatest.pallets.map(({ name }) => name.toString())).toEqual(
      chain.api.runtimeMetadata.asLatest.pallets.map(({ name }) => name.toString()),
    )
  })

  test('signs, sends and sees every status, the events and the fee', async () => {
    const before = await freeOf(chain.key('Bob').address)
    const sent = await chain.send(transfer('Bob', 3n * TAO), chain.key('Alice'))
    expect(sent.statuses).toEqual(['Ready', 'InBlock', 'Finalized'])
    expect(sent.events).toEqual(
      expect.arrayContaining(['balances.Transfer', 'transactionPayment.TransactionFeePaid', 'system.ExtrinsicSuccess']),
    )
    expect((await freeOf(chain.key('Bob').address)) - before).toBe(3n * TAO)
  })

  test('learns why a dispatch failed', async () => {
    const sent = await chain.send(transfer('Bob', 10_000_000n * TAO), chain.key('Alice'))
    expect(sent.events.at(-1)).toBe('system.ExtrinsicFailed')
    expect(sent.dispatchError).toBe('Token')
    const refused = await chain.send(chain.api.tx.subtensorModule!.startCall!(99), chain.key('Bob'))
    expect(refused.dispatchError).toBe('subtensorModule.SubnetNotExists')
  })

  test('is told the fee before, and pays it with the tip', async () => {
    const [dave, eve] = [chain.key('Dave'), chain.key('Eve')]
    const call = transfer('Eve', TAO)
    const { partialFee, class: dispatchClass } = await call.paymentInfo(dave, { tip: 500 })
    expect(dispatchClass.isNormal).toBe(true)
    const [daveBefore, eveBefore] = [await freeOf(dave.address), await freeOf(eve.address)]
    const { dispatchError } = await chain.send(call, dave, { tip: 500 })
    expect(dispatchError).toBeUndefined()
    expect(await freeOf(eve.address)).toBe(eveBefore + TAO)
    expect(daveBefore - (await freeOf(dave.address))).toBe(TAO + partialFee.toBigInt() + 500n)
    expect(await chain.request('payment_queryInfo', call.toHex())).toMatchObject({ partialFee: partialFee.toString() })
    const { inclusionFee } = await chain.api.rpc.payment.queryFeeDetails(call.toHex())
    const parts = inclusionFee.unwrap()
    expect(parts.baseFee.toBigInt() + parts.lenFee.toBigInt() + parts.adjustedWeightFee.toBigInt()).toBe(
      partialFee.toBigInt(),
    )
  })

  test('sends immortal ones and such that die in a few blocks', async () => {
    const immortal = await chain.send(transfer('Bob', 1n), chain.key('Charlie'), { era: 0 })
    expect(immortal.dispatchError).toBeUndefined()
    const mortal = await chain.send(transfer('Bob', 1n), chain.key('Charlie'), { era: 4 })
    const block = await chain.api.rpc.chain.getBlock(mortal.blockHash)
    const extrinsic = block.block.extrinsics.find(({ isSigned }) => isSigned)
    expect(extrinsic?.era.asMortalEra.period.toNumber()).toBe(4)
    expect(extrinsic?.signer.toString()).toBe(chain.key('Charlie').address)
  })

  test('follows a value and gets it once for every block that changes it', async () => {
    const { api } = chain
    const seen: number[] = []
    const done = Promise.withResolvers<void>()
    const nonce = (await api.rpc.system.accountNextIndex(chain.key('Ferdie').address)).toNumber()
    const stop = await api.query.system!.account!(chain.key('Ferdie').address, (account: unknown) => {
      seen.push(Number(Object(account).nonce))
      if (seen.length === 3) done.resolve()
    })
    await chain.succeed(transfer('Bob', 1n), chain.key('Ferdie'))
    await chain.seal(2)
    await chain.succeed(transfer('Bob', 1n), chain.key('Ferdie'))
    await done.promise
    Reflect.apply(Object(stop), undefined, [])
    expect(seen).toEqual([nonce, nonce + 1, nonce + 2])
  })

  test('follows new and final heads without a gap', async () => {
    const { api } = chain
    const numbers: number[] = []
    const finals: number[] = []
    const done = Promise.withResolvers<void>()
    const note = (list: number[], number: number) => {
      list.push(number)
      if (numbers.length >= 6 && finals.length >= 6) done.resolve()
    }
    const stops = [
      await api.rpc.chain.subscribeNewHeads(({ number }) => note(numbers, number.toNumber())),
      await api.rpc.chain.subscribeFinalizedHeads(({ number }) => note(finals, number.toNumber())),
    ]
    await chain.seal(5)
    await done.promise
    for (const stop of stops) stop()
    const first = numbers[0] ?? 0
    expect(numbers.slice(0, 6)).toEqual([0, 1, 2, 3, 4, 5].map((step) => first + step))
    expect(finals.slice(0, 6)).toEqual(numbers.slice(0, 6))
  })

  test('reads any block of the past', async () => {
    const { api } = chain
    const genesis = await api.at(api.genesisHash)
    expect(await freeOf(chain.key('Alice').address, genesis.query)).toBe(1_000_000n * TAO)
    expect(await freeOf(chain.key('Alice').address)).toBeLessThan(1_000_000n * TAO)
    const head = (await api.rpc.chain.getHeader()).number.toNumber()
    for (const number of [1, Math.floor(head / 2), head]) {
      const at = await api.at(await api.rpc.chain.getBlockHash(number))
      expect((await at.query.system!.number!()).toString()).toBe(String(number))
      expect(Number((await at.query.timestamp!.now!()).toString())).toBeGreaterThan(0)
    }
    await expect(api.at(`0x${'ee'.repeat(32)}`)).rejects.toThrow()
  })

  test('pages through maps', async () => {
    const { api } = chain
    const all = await api.query.system!.account!.entries()
    expect(all.length).toBeGreaterThanOrEqual(11)
    const paged = []
    for (let startKey: string | undefined; ; ) {
      const page = await api.query.system!.account!.keysPaged({ args: [], pageSize: 4, ...(startKey && { startKey }) })
      paged.push(...page.map((key) => key.toHex()))
      if (page.length < 4) break
      startKey = page.at(-1)?.toHex()
    }
    expect(paged).toEqual(all.map(([key]) => key.toHex()))
    const several = await api.query.system!.account!.multi([chain.key('Alice').address, chain.key('Nobody').address])
    expect(several.map((account) => Object(account.toJSON()).providers)).toEqual([1, 0])
    expect((await api.query.system!.account!.size(chain.key('Alice').address)).toNumber()).toBeGreaterThan(0)
  })

  test('many extrinsics of one account at once all get in, in order', async () => {
    const alice = chain.key('Alice')
    const first = (await chain.api.rpc.system.accountNextIndex(alice.address)).toNumber()
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        chain.send(transfer('Bob', BigInt(index + 1)), alice, { nonce: first + index }),
      ),
    )
    expect(sent.every(({ dispatchError }) => dispatchError === undefined)).toBe(true)
    expect((await chain.api.rpc.system.accountNextIndex(alice.address)).toNumber()).toBe(first + 20)
  })

  test('tries an extrinsic without sending it', async () => {
    const signed = await transfer('Bob', TAO).signAsync(chain.key('Alice'))
    const before = await freeOf(chain.key('Bob').address)
    const result = await chain.api.rpc.system.dryRun(signed.toHex())
    expect(result.isOk && result.asOk.isOk).toBe(true)
    expect(await freeOf(chain.key('Bob').address)).toBe(before)
    const stale = await transfer('Bob', TAO).signAsync(chain.key('Alice'), { nonce: 0 })
    const refused = await chain.api.rpc.system.dryRun(stale.toHex())
    expect(refused.asErr.asInvalid.isStale).toBe(true)
  })
})
