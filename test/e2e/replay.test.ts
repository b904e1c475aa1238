import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { dumpMetagraph } from '../../chain/devnet/dump-metagraph.ts'
import { storage } from '../../chain/runtime/pallets/subtensor/storage.ts'
import { runScenario } from '../../chain/simulator/play/run-scenario.ts'
import { RECORDED_NETUID, writeRecorded } from '../../chain/simulator/replay/write-recorded.ts'
import { loadScenario } from '../../chain/simulator/scenario/load.ts'
import { openWorld } from '../../chain/simulator/world/world.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { silentLogger } from '../../shared/log.ts'
import type { MetagraphSnapshot } from '../../shared/subtensor/snapshot.ts'
import { RAO_PER_TAO, uid } from '../../shared/units.ts'
import { openLocalSubnet } from '../support/local-subnet.ts'

const validators = [1, 2, 3].map((n) => `//replay//validator${n}`)
const miners = [1, 2, 3, 4].map((n) => `//replay//miner${n}`)
const rows = [
  [65_535, 40_000, 20_000, 0],
  [60_000, 45_000, 25_000, 1_000],
  [65_535, 10_000, 60_000, 500],
]
const coldkeys = ['//Bob', '//Charlie', '//Alice']
const { local, chain, client, netuid } = await openLocalSubnet({
  tempo: 12,
  validators: validators.map((hotkey, i) => ({
    coldkey: coldkeys[i] ?? '',
    hotkey,
    stakeRao: BigInt(1_000 - 317 * i) * RAO_PER_TAO + 7n,
  })),
  miners,
})
const folder = await mkdtemp(join(tmpdir(), 'replay-'))
afterAll(() => rm(folder, { recursive: true }))

/** A block with a call that changes nothing of the subnet. */
const block = () => chain.submit({ pallet: 'System', call: 'remark', args: ['0x00'] }, keypairFromUri('//Dave'))

async function toNextEpoch(): Promise<void> {
  const { blocksSinceLastStep: before } = await client.metagraph(netuid)
  for (let last = before; ; ) {
    await block()
    const { blocksSinceLastStep: now } = await client.metagraph(netuid)
    if (now < last) return
    last = now
  }
}

const dump = (name: string): Promise<MetagraphSnapshot> =>
  dumpMetagraph(
    { chain: local.url, netuid, out: join(folder, name), block: undefined, log: silentLogger },
    { write() {} },
  )

test('the next epochs of a recorded network are those of its chain, to the rao', async () => {
  await toNextEpoch()
  const uids = await Promise.all(
    miners.map(async (miner) => (await client.uidOf(netuid, keypairFromUri(miner).ss58)) ?? uid(0)),
  )
  for (const [at, validator] of validators.entries())
    await client.setWeights(netuid, { uids, values: rows[at] ?? [] }, 0n, keypairFromUri(validator))
  await toNextEpoch()
  await toNextEpoch()
  // In the middle of an epoch, so that something is pending.
  for (let i = 0; i < 5; i++) await block()
  const recorded = await dump('recorded.json')
  expect(recorded.ledger).toBeDefined()
  expect(recorded.blocksSinceLastStep).toBeGreaterThan(0)
  expect(recorded.neurons.filter(({ bonds }) => bonds.length > 0)).toHaveLength(3)

  const world = openWorld(
    (state) => writeRecorded(state, { snapshot: recorded, endowments: [] }),
    undefined,
    recorded.block.number + 1,
  )
  for (let epoch = 0; epoch < 3; epoch++) {
    await toNextEpoch()
    world.toNextEpoch(RECORDED_NETUID)
    const now = await dump('now.json')
    expect(world.block()).toBe(now.block.number)
    const { state } = world
    const simulated = now.neurons.map(({ uid: at, hotkey, coldkey, active }) => ({
      uid: at,
      hotkey,
      coldkey,
      active,
      emissionRao: storage.Emission.get(state, RECORDED_NETUID)[at],
      stakeRao: storage.TotalHotkeyAlpha.get(state, storage.Keys.get(state, RECORDED_NETUID, at), RECORDED_NETUID),
      incentive: storage.Incentive.get(state, RECORDED_NETUID)[at],
      dividends: storage.Dividends.get(state, RECORDED_NETUID)[at],
      consensus: storage.Consensus.get(state, RECORDED_NETUID)[at],
      validatorTrust: storage.ValidatorTrust.get(state, RECORDED_NETUID)[at],
      validatorPermit: storage.ValidatorPermit.get(state, RECORDED_NETUID)[at],
      bonds: pairsOf(storage.Bonds.get(state, RECORDED_NETUID, at)),
    }))
    expect(simulated).toEqual(
      now.neurons.map((neuron) => ({
        uid: neuron.uid,
        hotkey: neuron.hotkey,
        coldkey: neuron.coldkey,
        active: neuron.active,
        emissionRao: neuron.emissionRao,
        stakeRao: neuron.stakeRao,
        incentive: neuron.incentive,
        dividends: neuron.dividends,
        consensus: neuron.consensus,
        validatorTrust: neuron.validatorTrust,
        validatorPermit: neuron.validatorPermit,
        bonds: neuron.bonds,
      })),
    )
    expect(storage.Burn.get(state, RECORDED_NETUID)).toBe(now.registrationCostRao)
    expect(now.neurons.some(({ emissionRao }) => emissionRao > 0n)).toBe(true)
  }
})

test('a scenario goes on from a recorded network with participants of its own', async () => {
  await dump('start.json')
  const { scenario, snapshot } = await loadScenario('ladder', { network: join(folder, 'start.json') })
  if (snapshot === undefined) throw new Error('no snapshot')
  const { members, faults } = runScenario({ ...scenario, epochs: 20 }, { seed: 'replay', snapshot })
  expect(faults).toEqual([])
  const recorded = members.filter(({ group }) => group.startsWith('recorded'))
  expect(recorded.map(({ role }) => role).toSorted()).toEqual([
    ...snapshot.neurons.filter(({ weights }) => weights.length === 0).map(() => 'miner'),
    ...validators.map(() => 'validator'),
  ])
  expect(recorded.every(({ uid: of }) => of !== null && of < snapshot.neurons.length)).toBe(true)
  expect(recorded.filter(({ role, rows: set }) => role === 'validator' && set > 0)).toHaveLength(3)
  // Eleven times the stake that was there: the newcomers' validators decide, and they measure the newcomers.
  expect(members.find(({ name }) => name === 'honest 6')?.share).toBeGreaterThan(0.05)
})

const pairsOf = ({ columns, values }: { columns: Uint16Array; values: Uint16Array }) =>
  [...columns].map((column, at) => [column, values[at] ?? 0])
