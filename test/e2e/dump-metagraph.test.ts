import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from '@commander-js/extra-typings'
import { afterAll, expect, test } from 'vitest'
import { addDumpMetagraphCommand } from '../../chain/devnet/dump-metagraph-command.ts'
import { keypairFromUri } from '../../shared/crypto/keypair.ts'
import { parseSnapshot } from '../../shared/subtensor/snapshot.ts'
import { RAO_PER_TAO, uid } from '../../shared/units.ts'
import { fakeStreams } from '../support/fake-streams.ts'
import { openLocalSubnet } from '../support/local-subnet.ts'

const { local, chain, client, netuid } = await openLocalSubnet({
  tempo: 5,
  validators: [{ coldkey: '//Bob', hotkey: '//dump//validator' }],
  miners: ['//dump//miner'],
})
const validator = () => keypairFromUri('//dump//validator')
const miner = () => keypairFromUri('//dump//miner')
const folder = await mkdtemp(join(tmpdir(), 'dump-metagraph-'))
afterAll(() => rm(folder, { recursive: true }))

async function dump(...args: readonly string[]) {
  const { streams, stdoutText, stderrText } = fakeStreams()
  const program = new Command().exitOverride().configureOutput({ writeErr() {} })
  addDumpMetagraphCommand(program, streams)
  await program.parseAsync(['node', 'devnet', 'dump-metagraph', '--chain', local.url, ...args])
  return { stdout: stdoutText(), stderr: stderrText() }
}

test('a snapshot has the neurons, rows and settings that the chain has, and reads back as it was', async () => {
  const target = await client.uidOf(netuid, miner().ss58)
  const own = await client.uidOf(netuid, validator().ss58)
  if (target === undefined || own === undefined) throw new Error('not registered')
  const { number: setAt } = await client.setWeights(netuid, { uids: [target], values: [65_535] }, 0n, validator())
  // Instant sealing: blocks pass with extrinsics, until an epoch has seen the weights.
  for (let i = 0; i < 8; i++)
    await client
      .serveAxon(
        netuid,
        { ip: '10.0.0.1', port: 2000 + i },
        keypairFromUri(`//dump//${i % 2 === 0 ? 'miner' : 'validator'}`),
      )
      .catch(() => {})
  const file = join(folder, 'subnet.json')
  const { stderr } = await dump('--netuid', String(netuid), '--out', file)
  expect(stderr).toContain('written to')
  expect(await readdir(folder)).toEqual(['subnet.json'])
  const snapshot = parseSnapshot(JSON.parse(await readFile(file, 'utf8')))
  const metagraph = await client.metagraph(netuid)
  expect(snapshot.neurons.map(({ hotkey, coldkey, stakeRao }) => ({ hotkey, coldkey, stakeRao }))).toEqual(
    metagraph.neurons.map(({ hotkey, coldkey, stake }) => ({ hotkey, coldkey, stakeRao: stake })),
  )
  expect(snapshot.neurons[own]).toMatchObject({ weights: [[target, 65_535]], lastUpdate: setAt, validatorPermit: true })
  expect(snapshot.neurons[own]?.stakeRao).toBeGreaterThanOrEqual(1_000n * RAO_PER_TAO)
  expect(snapshot.neurons[target]?.incentive).toBe(65_535)
  expect(snapshot.neurons[own]?.bonds.map(([to]) => to)).toEqual([target])
  expect(snapshot.registrationCostRao).toBe(await client.registrationCost(netuid))
  expect(snapshot.tempo).toBe(5)
  expect(snapshot.hyperparameters).toMatchObject({
    kappa: 32_767,
    bonds_moving_average: 900_000,
    commit_reveal_weights_enabled: false,
    alpha_sigmoid_steepness: 1000,
    // U64F64 has more bits than a number of JSON: text.
    burn_increase_mult: '23242897532874035200',
  })
  expect(snapshot.hyperparameters).not.toHaveProperty('alpha_values')
})

test('the settings of a snapshot are settings of a scenario, and the simulator takes them', async () => {
  const call = { pallet: 'AdminUtils', call: 'sudo_set_liquid_alpha_enabled', args: [netuid, true] }
  await chain.submit({ pallet: 'Sudo', call: 'sudo', args: [call] }, keypairFromUri('//Alice'))
  const { stdout } = await dump('--netuid', String(netuid))
  const { hyperparameters } = parseSnapshot(JSON.parse(stdout))
  expect(hyperparameters.alpha_values).toEqual({ alpha_low: 45_875, alpha_high: 58_982 })
  const { openPlay } = await import('../../chain/simulator/play/play.ts')
  const { parseScenario } = await import('../../chain/simulator/scenario/parse.ts')
  const network = { hyperparameters, maxUids: 256 }
  const scenario = parseScenario({ network, actors: [{ role: 'validator' }, { role: 'miner', count: 70 }] })
  const { world } = openPlay({ scenario, seed: 's' })
  const { storage } = await import('../../chain/runtime/pallets/subtensor/storage.ts')
  expect(storage.BurnIncreaseMult.get(world.state, 2)).toBe(23_242_897_532_874_035_200n)
  expect(storage.AlphaValues.get(world.state, 2)).toEqual([45_875, 58_982])
})

test('a snapshot can be of a block before', async () => {
  const { number } = await client.head()
  await client.setWeights(netuid, { uids: [uid(0)], values: [1] }, 0n, validator()).catch(() => {})
  const { stdout } = await dump('--netuid', String(netuid), '--block', String(number))
  expect(parseSnapshot(JSON.parse(stdout)).block.number).toBe(number)
})

test('what is not there is refused', async () => {
  await expect(dump('--netuid', '77')).rejects.toMatchObject({ code: 'unknown-netuid' })
  await expect(dump('--netuid', String(netuid), '--block', '4000000')).rejects.toMatchObject({ code: 'unknown-block' })
  await expect(dump('--netuid', String(netuid), '--out', '/nowhere/at/all')).rejects.toMatchObject({
    code: 'unwritable-file',
  })
  await expect(dump('--netuid', 'x')).rejects.toMatchObject({ code: 'commander.invalidArgument' })
})
