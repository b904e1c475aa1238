import { beforeAll, describe, expect, test } from 'vitest'
import { keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ChainConnection } from '../../../shared/subtensor/connection.ts'
import { createSubtensorClient } from '../../../shared/subtensor/polkadot-client.ts'
import type { ChainCall } from '../../../shared/subtensor/submit.ts'
import { netUid, uid } from '../../../shared/units.ts'

beforeAll(cryptoReady)

const at = { number: 100, hash: '0xaa' }
const refuse = (): never => {
  throw new Error('not asked for in this test')
}

/** A chain that answers from tables keyed `Item` and `method`, and records what is sent. */
function fakeChain(answers: Readonly<Record<string, unknown>>, onSubmit: (call: ChainCall) => void = () => {}) {
  const sent: ChainCall[] = []
  const chain: ChainConnection = {
    url: 'ws://fake',
    pallets: [],
    head: async () => at,
    heads: refuse,
    blockHash: refuse,
    query: async (_pallet, item) => answers[item] ?? null,
    entries: refuse,
    keys: async () => [[2], [1], [0]],
    runtimeApi: async (_api, method) => answers[method] ?? null,
    submit: async (call) => {
      onSubmit(call)
      sent.push(call)
      return { block: at, events: [] }
    },
    send: refuse,
    close: async () => {},
  }
  return { client: createSubtensorClient(chain), sent }
}

const netuid = netUid(1)
const ss58 = (uri: string) => keypairFromUri(uri).ss58
const neuron = (number: number, axonInfo: object) => ({
  hotkey: ss58(`//hot//${number}`),
  coldkey: ss58(`//cold//${number}`),
  uid: number,
  active: true,
  axonInfo,
  incentive: 7,
  consensus: 8,
  validatorTrust: 9,
  dividends: 10,
  emission: '0x00000001ffffffff',
  lastUpdate: 90,
  validatorPermit: number === 0,
})
const metagraph = { netuid: 1, tempo: 20, blocksSinceLastStep: 4, totalStake: [5, 6], blockAtRegistration: [1, 2] }

describe('subtensor client', () => {
  test('joins the metagraph with the neurons of the same block', async () => {
    const unserved = { block: 0, version: 0, ip: 0, port: 0, ipType: 0, protocol: 0 }
    const served = { block: 3, version: 1000, ip: 2_130_706_433, port: 8091, ipType: 4, protocol: 4 }
    const { client } = fakeChain({
      get_metagraph: metagraph,
      get_neurons_lite: [neuron(0, unserved), neuron(1, served)],
    })
    const { neurons, ...subnet } = await client.metagraph(netuid)
    expect(subnet).toEqual({ netuid: 1, at, tempo: 20, blocksSinceLastStep: 4 })
    expect(neurons[0]).toMatchObject({ axon: undefined, stake: 5n, validatorTrust: 9, emission: 0x1ffffffffn })
    expect(neurons[1]).toMatchObject({ axon: { ip: '127.0.0.1', port: 8091 }, stake: 6n, blockAtRegistration: 2 })
  })

  test('an unknown netuid names the ones that exist', async () => {
    const { client } = fakeChain({})
    for (const question of [
      client.metagraph(netUid(9)),
      client.hyperparameters(netUid(9)),
      client.registrationCost(netUid(9)),
      client.uidOf(netUid(9), ss58('//Alice')),
    ])
      await expect(question).rejects.toMatchObject({
        code: 'unknown-netuid',
        message: 'netuid 9 does not exist on this chain; existing: 0, 1, 2',
      })
  })

  test('a chain that answers in another form is refused with the place', async () => {
    const { client } = fakeChain({ get_metagraph: { ...metagraph, tempo: 'often' }, get_neurons_lite: [] })
    await expect(client.metagraph(netuid)).rejects.toMatchObject({ code: 'not-on-this-chain', message: /tempo/ })
  })

  test('registering without the money says what is missing and sends nothing', async () => {
    const { client, sent } = fakeChain({
      NetworksAdded: true,
      Burn: 2_000_000_000,
      Account: { data: { free: 500_000_000 } },
    })
    await expect(client.register(netuid, ss58('//hot'), keypairFromUri('//cold'))).rejects.toMatchObject({
      code: 'balance-too-low',
      message: expect.stringContaining('at least 1.5 more'),
    })
    expect(sent).toEqual([])
  })

  test('a subnet with commit-reveal is told from other failures', async () => {
    const failing = (error: string) =>
      fakeChain({}, () => {
        throw new AppError('extrinsic-failed', 'no', { error })
      }).client.setWeights(netuid, { uids: [uid(1)], values: [65_535] }, 0n, keypairFromUri('//hot'))
    await expect(failing('SubtensorModule.CommitRevealEnabled')).rejects.toMatchObject({
      code: 'commit-reveal-enabled',
    })
    await expect(failing('SubtensorModule.NeuronNoValidatorPermit')).rejects.toMatchObject({ code: 'extrinsic-failed' })
  })

  test('an axon goes to the chain as number and type', async () => {
    const { client, sent } = fakeChain({})
    await client.serveAxon(netuid, { ip: '10.0.0.1', port: 8091 }, keypairFromUri('//hot'))
    expect(sent[0]).toMatchObject({ call: 'serve_axon', args: [1, 1000, 167_772_161n, 8091, 4, 4, 0, 0] })
    await client.serveAxon(netuid, { ip: '10.0.0.1', port: 8091, protocol: 80 }, keypairFromUri('//hot'))
    expect(sent[1]).toMatchObject({ args: [1, 1000, 167_772_161n, 8091, 4, 80, 0, 0] })
  })
})
