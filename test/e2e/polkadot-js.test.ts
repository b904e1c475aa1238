import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PolkadotChain } from '../support/polkadot-chain.ts'

const TAO = 1_000_000_000n
const TEMPO = 10
const OWNER = 'Alice'
/** Coldkeys of the two miners and the weights they get, in uid order from 1. */
const MINERS = [
  { coldkey: 'Bob', hotkey: 'Bob//miner', weight: 3 },
  { coldkey: 'Charlie', hotkey: 'Charlie//miner', weight: 1 },
] as const

/** What a person does who has nothing but polkadot.js and a devnet. The tests build on each other. */
describe('a subnet driven by a stock polkadot.js', () => {
  let chain: PolkadotChain
  let netuid = -1
  const validator = () => chain.key('Alice//validator')
  const calls = () => chain.api.tx.subtensorModule!

  /** The metagraph as JSON. */
  async function metagraph(): Promise<Record<string, unknown>> {
    const found = await chain.api.call.subnetInfoRuntimeApi!.getMetagraph!(netuid)
    return Object(found.toJSON())
  }
  const numbers = (value: unknown): readonly number[] => (Array.isArray(value) ? value.map(Number) : [])

  async function sudo(name: string, ...args: readonly unknown[]): Promise<void> {
    const { events } = await chain.succeed(
      chain.api.tx.sudo!.sudo!(chain.api.tx.adminUtils![name]!(...args)),
      chain.key(OWNER),
    )
    expect(events).toContain('sudo.Sudid')
  }

  beforeAll(async () => {
    chain = await PolkadotChain.start({ tag: 'instant' })
  })
  afterAll(() => chain.close())

  test('the owner registers a subnet and learns its number from the event', async () => {
    const price = await chain.api.call.subnetRegistrationRuntimeApi!.getNetworkRegistrationCost!()
    expect(BigInt(price.toString())).toBe(1000n * TAO)
    const { blockHash, events } = await chain.succeed(calls().registerNetwork!(validator().address), chain.key(OWNER))
    expect(events).toContain('subtensorModule.NetworkAdded')
    const records = await (await chain.api.at(blockHash)).query.system!.events!()
    for (const { event } of Object(records)) if (event.method === 'NetworkAdded') netuid = event.data[0].toNumber()
    expect(netuid).toBe(2)
    expect(await metagraph()).toMatchObject({ netuid, ownerColdkey: chain.key(OWNER).address, numUids: 1 })
  })

  test('sudo sets hyperparameters, and they can be read', async () => {
    await sudo('sudoSetAdminFreezeWindow', 0)
    await sudo('sudoSetTempo', netuid, TEMPO)
    await sudo('sudoSetWeightsSetRateLimit', netuid, 0)
    await sudo('sudoSetCommitRevealWeightsEnabled', netuid, false)
    await sudo('sudoSetSubnetEmissionEnabled', netuid, true)
    const found = await chain.api.call.subnetInfoRuntimeApi!.getSubnetHyperparams!(netuid)
    expect(found.toJSON()).toMatchObject({ tempo: TEMPO, weightsRateLimit: 0, commitRevealWeightsEnabled: false })
    expect((await chain.api.query.subtensorModule!.tempo!(netuid)).toString()).toBe(String(TEMPO))
  })

  test('the owner starts it, once', async () => {
    expect(await chain.send(calls().startCall!(netuid), chain.key('Bob'))).toMatchObject({
      dispatchError: expect.stringMatching(/NotSubnetOwner|BadOrigin/),
    })
    await chain.succeed(calls().startCall!(netuid), chain.key(OWNER))
    expect((await chain.send(calls().startCall!(netuid), chain.key(OWNER))).dispatchError).toBe(
      'subtensorModule.FirstEmissionBlockNumberAlreadySet',
    )
  })

  test('miners register and announce their axons', async () => {
    for (const [index, { coldkey, hotkey }] of MINERS.entries()) {
      const { events } = await chain.succeed(
        calls().burnedRegister!(netuid, chain.key(hotkey).address),
        chain.key(coldkey),
      )
      expect(events).toContain('subtensorModule.NeuronRegistered')
      await chain.succeed(calls().serveAxon!(netuid, 1, 0x7f000001, 9000 + index, 4, 4, 0, 0), chain.key(hotkey))
      await chain.seal()
    }
    const { hotkeys, axons } = await metagraph()
    expect(hotkeys).toEqual(
      [validator(), ...MINERS.map(({ hotkey }) => chain.key(hotkey))].map(({ address }) => address),
    )
    expect(axons).toMatchObject([{ port: 0 }, { port: 9000, ip: 0x7f000001 }, { port: 9001 }])
    expect(
      (await chain.send(calls().burnedRegister!(netuid, chain.key(MINERS[0].hotkey).address), chain.key('Bob')))
        .dispatchError,
    ).toBe('subtensorModule.HotKeyAlreadyRegisteredInSubNet')
  })

  test('the owner stakes on the validator, which has a permit after the next epoch', async () => {
    const { events } = await chain.succeed(
      calls().addStake!(validator().address, netuid, 1000n * TAO),
      chain.key(OWNER),
    )
    expect(events).toContain('subtensorModule.StakeAdded')
    await chain.seal(TEMPO + 1)
    const { validatorPermit, alphaStake } = await metagraph()
    expect(validatorPermit).toEqual([true, false, false])
    expect(numbers(alphaStake)[0]).toBeGreaterThanOrEqual(Number(1000n * TAO))
  })

  test('the validator sets weights, and only a neuron of the subnet can', async () => {
    const uids = MINERS.map((_, index) => index + 1)
    const weights = MINERS.map(({ weight }) => weight)
    const { events } = await chain.succeed(calls().setWeights!(netuid, uids, weights, 0), validator())
    expect(events).toContain('subtensorModule.WeightsSet')
    expect((await chain.api.query.subtensorModule!.weights!(netuid, 0)).toJSON()).toEqual([
      [1, 65_535],
      [2, 21_845],
    ])
    const stranger = await chain
      .send(calls().setWeights!(netuid, uids, weights, 0), chain.key('Dave'))
      .then(({ dispatchError }) => dispatchError, String)
    expect(stranger).toMatch(/HotKeyNotRegisteredInSubNet|1010: Invalid Transaction/)
  })

  test('after an epoch the miners have incentive by their weights and are paid', async () => {
    const emissions = Promise.withResolvers<readonly number[]>()
    const stop = await chain.api.query.subtensorModule!.emission!(netuid, (row: unknown) => {
      const rao = numbers(Object(row).toJSON())
      if (rao.length === 3 && rao.slice(1).every((one) => one > 0)) emissions.resolve(rao)
    })
    await chain.seal(TEMPO * 2)
    const paid = await emissions.promise
    Reflect.apply(Object(stop), undefined, [])
    const { incentives, dividends, emission, alphaStake } = await metagraph()
    const [owner = -1, first = 0, second = 0] = numbers(incentives)
    expect(owner).toBe(0)
    expect(first / second).toBeCloseTo(3, 2)
    expect(numbers(dividends)).toEqual([65_535, 0, 0])
    expect((paid[1] ?? 0) / (paid[2] ?? 1)).toBeCloseTo(3, 2)
    expect(numbers(emission).every((rao) => rao > 0)).toBe(true)
    expect(numbers(alphaStake)[1]).toBeGreaterThan(0)
  })

  test('the lite list of neurons says the same as the metagraph', async () => {
    const neurons = Object((await chain.api.call.neuronInfoRuntimeApi!.getNeuronsLite!(netuid)).toJSON())
    const { incentives, hotkeys } = await metagraph()
    expect(neurons.map((neuron: { incentive: number }) => neuron.incentive)).toEqual(incentives)
    expect(neurons.map((neuron: { hotkey: string }) => neuron.hotkey)).toEqual(hotkeys)
  })

  test('stake comes back, rao by rao', async () => {
    const { address } = chain.key(OWNER)
    const free = async () =>
      BigInt(String(Object((await chain.api.query.system!.account!(address)).toJSON()).data.free))
    const before = await free()
    const { events, blockHash } = await chain.succeed(
      calls().removeStake!(validator().address, netuid, 100n * TAO),
      chain.key(OWNER),
    )
    expect(events).toContain('subtensorModule.StakeRemoved')
    let fee = -1n
    for (const { event } of Object(await (await chain.api.at(blockHash)).query.system!.events!()))
      if (event.method === 'TransactionFeePaid') fee = event.data[1].toBigInt()
    expect((await free()) - before).toBe(100n * TAO - fee)
  })

  test('the past stays readable: no incentive before the epoch', async () => {
    const { block } = await metagraph()
    const early = await chain.api.at(await chain.api.rpc.chain.getBlockHash(Number(block) - 2 * TEMPO - 5))
    const then = Object((await early.call.subnetInfoRuntimeApi!.getMetagraph!(netuid)).toJSON())
    expect(numbers(then.incentives)).toEqual([0, 0, 0])
  })
})
