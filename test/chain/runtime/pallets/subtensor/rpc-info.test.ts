import { TypeRegistry } from '@polkadot/types'
import { beforeAll, describe, expect, test } from 'vitest'
import { createRuntime } from '../../../../../chain/runtime/index.ts'
import { storage } from '../../../../../chain/runtime/pallets/subtensor/storage.ts'
import { concat, utf8 } from '../../../../../shared/bytes.ts'
import { cryptoReady } from '../../../../../shared/crypto/ready.ts'
import { toSs58 } from '../../../../../shared/crypto/ss58.ts'
import type { PalletHarness } from '../../../../support/pallet-harness.ts'
import {
  expectOk,
  miners,
  NETUID,
  owner,
  populatedHarness,
  TAO,
  validatorA,
  validatorB,
} from '../../../../support/subnet-builder.ts'

beforeAll(cryptoReady)

const share = 'Compact<u16>'
const rao = 'Compact<u64>'
const AXON = {
  block: 'u64',
  version: 'u32',
  ip: 'u128',
  port: 'u16',
  ip_type: 'u8',
  protocol: 'u8',
  placeholder1: 'u8',
  placeholder2: 'u8',
}
const NEURON_LITE = {
  hotkey: 'AccountId32',
  coldkey: 'AccountId32',
  uid: share,
  netuid: share,
  active: 'bool',
  axon_info: 'Axon',
  prometheus_info: 'Prometheus',
  stake: 'Vec<(AccountId32, Compact<u64>)>',
  rank: share,
  emission: rao,
  incentive: share,
  consensus: share,
  trust: share,
  validator_trust: share,
  dividends: share,
  last_update: rao,
  validator_permit: 'bool',
}
const HYPERPARAMS =
  'rho u16,kappa u16,immunity_period u16,min_allowed_weights u16,max_weights_limit u16,tempo u16,min_difficulty u64,max_difficulty u64,weights_version u64,weights_rate_limit u64,adjustment_interval u16,activity_cutoff u64,registration_allowed bool,target_regs_per_interval u16,min_burn u64,max_burn u64,bonds_moving_avg u64,max_regs_per_block u16,serving_rate_limit u64,max_validators u16,adjustment_alpha u64,difficulty u64,commit_reveal_period u64,commit_reveal_weights_enabled bool,alpha_high u16,alpha_low u16,liquid_alpha_enabled bool'
const METAGRAPH =
  'netuid u16,name Text,symbol Text,identity Identity?,network_registered_at u64,owner_hotkey AccountId32,owner_coldkey AccountId32,block u64,tempo u16,last_step u64,blocks_since_last_step u64,subnet_emission u64,alpha_in u64,alpha_out u64,tao_in u64,alpha_out_emission u64,alpha_in_emission u64,tao_in_emission u64,pending_alpha_emission u64,pending_root_emission u64,subnet_volume u128,moving_price i128,rho u16,kappa u16,min_allowed_weights u16,max_weights_limit u16,weights_version u64,weights_rate_limit u64,activity_cutoff u64,max_validators u16,num_uids u16,max_uids u16,burn u64,difficulty u64,registration_allowed bool,pow_registration_allowed bool,immunity_period u16,min_difficulty u64,max_difficulty u64,min_burn u64,max_burn u64,adjustment_alpha u64,adjustment_interval u16,target_regs_per_interval u16,max_regs_per_block u16,serving_rate_limit u64,commit_reveal_weights_enabled bool,commit_reveal_period u64,liquid_alpha_enabled bool,alpha_high u16,alpha_low u16,bonds_moving_avg u64,hotkeys AccountId32*,coldkeys AccountId32*,identities Identity?*,axons Axon*,active bool*,validator_permit bool*,pruning_score u16*,last_update u64*,emission u64*,dividends u16*,incentives u16*,consensus u16*,trust u16*,rank u16*,block_at_registration u64*,alpha_stake u64*,tao_stake u64*,total_stake u64*,tao_dividends_per_hotkey Paid*,alpha_dividends_per_hotkey Paid*'
const DYNAMIC =
  'netuid u16,owner_hotkey AccountId32,owner_coldkey AccountId32,subnet_name Text,token_symbol Text,tempo u16,last_step u64,blocks_since_last_step u64,emission u64,alpha_in u64,alpha_out u64,tao_in u64,alpha_out_emission u64,alpha_in_emission u64,tao_in_emission u64,pending_alpha_emission u64,pending_root_emission u64,subnet_volume u128,network_registered_at u64,subnet_identity Identity?,moving_price i128'

/** Type of polkadot.js: integers are compact, `?` is an option and `*` a list. */
function typeOf(text: string): string {
  if (text.endsWith('*')) return `Vec<${typeOf(text.slice(0, -1))}>`
  if (text.endsWith('?')) return `Option<${typeOf(text.slice(0, -1))}>`
  return /^u\d+$/.test(text) ? `Compact<${text}>` : text
}
const fields = (text: string, wrap = (type: string) => type) =>
  Object.fromEntries(
    text
      .split(',')
      .map((field) => field.split(' '))
      .map(([name, type]) => [name, wrap(typeOf(type!))]),
  )

/** The layouts of the specification, in the words of another library. */
const registry = new TypeRegistry()
registry.register({
  Text8: 'Vec<Compact<u8>>',
  Axon: AXON,
  Prometheus: { block: 'u64', version: 'u32', ip: 'u128', port: 'u16', ip_type: 'u8' },
  Identity: { bytes: '[u8; 0]' },
  Paid: '(AccountId32, Compact<u64>)',
  NeuronLite: { ...NEURON_LITE, pruning_score: share },
  NeuronFull: {
    ...NEURON_LITE,
    weights: 'Vec<(Compact<u16>, Compact<u16>)>',
    bonds: 'Vec<(Compact<u16>, Compact<u16>)>',
    pruning_score: share,
  },
  Hyperparams: fields(HYPERPARAMS),
  HyperparamsV2: fields(
    `${HYPERPARAMS},alpha_sigmoid_steepness i64,yuma_version u16,subnet_is_active bool,transfers_enabled bool,bonds_reset_enabled bool,user_liquidity_enabled bool`,
  ),
  Metagraph: fields(METAGRAPH.replaceAll(' Text', ' Text8')),
  Selective: {
    ...fields(METAGRAPH.replaceAll(' Text', ' Text8'), (type) => `Option<${type}>`),
    netuid: share,
    validators: 'Option<Vec<Compact<u16>>>',
    commitments: 'Option<Vec<(AccountId32, Vec<Compact<u8>>)>>',
  },
  Dynamic: fields(DYNAMIC.replaceAll(' Text', ' Text8')),
  Stake: fields(
    'hotkey AccountId32,coldkey AccountId32,netuid u16,stake u64,locked u64,emission u64,tao_emission u64,drain u64,is_registered bool',
  ),
})

const runtime = createRuntime({ slotDurationMs: 250 })
const u16le = (value: number) => Uint8Array.of(value & 0xff, value >> 8)

/** What polkadot.js reads in the answer; throws when bytes are missing or left over. */
// biome-ignore lint/suspicious/noExplicitAny: values of types that exist at run time only.
function ask(h: PalletHarness, method: string, type: string, ...input: Uint8Array[]): any {
  const bytes = runtime.call(method, concat(...input), h.state)
  const value = registry.createType(type, bytes)
  expect(value.toU8a()).toEqual(bytes)
  return value.toJSON()
}

function paid(): PalletHarness {
  const h = populatedHarness({ allowLoopback: true })
  h.toBlock(10)
  const axon = { netuid: NETUID, version: 9, ip: 0x7f00_0001n, port: 8091, ip_type: 4, protocol: 4 }
  expectOk(h.call(h.subtensor.calls.serve_axon, miners[0]!.hotkey, { ...axon, placeholder1: 0, placeholder2: 0 }))
  for (const { hotkey } of [validatorA, validatorB])
    expectOk(
      h.call(h.subtensor.calls.set_weights, hotkey, {
        netuid: NETUID,
        dests: [3, 4, 5],
        weights: [60, 30, 0],
        version_key: 0n,
      }),
    )
  h.toBlock(23)
  return h
}

describe('NeuronInfoRuntimeApi', () => {
  test('lists all neurons in the layout of subtensor', () => {
    const h = paid()
    const neurons = ask(h, 'NeuronInfoRuntimeApi_get_neurons_lite', 'Vec<NeuronLite>', u16le(NETUID))
    expect(neurons).toHaveLength(6)
    expect(neurons[1]).toMatchObject({
      hotkey: toSs58(validatorA.hotkey),
      coldkey: toSs58(validatorA.coldkey),
      uid: 1,
      netuid: NETUID,
      active: true,
      rank: 0,
      trust: 0,
      validator_permit: true,
      last_update: 10,
      pruning_score: 65_535,
    })
    expect(neurons[1].stake[0][0]).toBe(toSs58(validatorA.coldkey))
    expect(BigInt(neurons[1].stake[0][1])).toBe(storage.TotalHotkeyAlpha.get(h.state, validatorA.hotkey, NETUID))
    expect(neurons[3].axon_info).toMatchObject({ block: 10, port: 8091, version: 9, ip: 0x7f00_0001 })
    expect(neurons[4].axon_info).toMatchObject({ block: 0, port: 0, ip: 0 })
    expect(neurons[3].incentive).toBeGreaterThan(neurons[4].incentive)
  })

  test('gives weights and bonds without zeros', () => {
    const h = paid()
    const neurons = ask(h, 'NeuronInfoRuntimeApi_get_neurons', 'Vec<NeuronFull>', u16le(NETUID))
    expect(neurons[1].weights).toEqual([
      [3, 65_535],
      [4, 32_768],
    ])
    expect(neurons[1].bonds.map(([uid]: [number]) => uid)).toEqual([3, 4])
    const one = ask(h, 'NeuronInfoRuntimeApi_get_neuron', 'Option<NeuronFull>', u16le(NETUID), u16le(1))
    expect(one).toEqual(neurons[1])
    const lite = ask(h, 'NeuronInfoRuntimeApi_get_neuron_lite', 'Option<NeuronLite>', u16le(NETUID), u16le(1))
    expect(lite.uid).toBe(1)
  })

  test.each([
    ['a uid that nobody has', NETUID, 6],
    ['a subnet that does not exist', 9, 0],
  ])('has nothing for %s', (_, netuid, uid) => {
    const h = paid()
    expect(ask(h, 'NeuronInfoRuntimeApi_get_neuron', 'Option<NeuronFull>', u16le(netuid), u16le(uid))).toBeNull()
  })
})

describe('SubnetInfoRuntimeApi', () => {
  test('tells hyperparameters in both layouts', () => {
    const h = paid()
    const v1 = ask(h, 'SubnetInfoRuntimeApi_get_subnet_hyperparams', 'Option<Hyperparams>', u16le(NETUID))
    const v2 = ask(h, 'SubnetInfoRuntimeApi_get_subnet_hyperparams_v2', 'Option<HyperparamsV2>', u16le(NETUID))
    expect(v1).toMatchObject({ tempo: 10, kappa: 32_767, activity_cutoff: 138, max_validators: 64 })
    expect(v2).toMatchObject({ ...v1, yuma_version: 3, subnet_is_active: true, transfers_enabled: true })
    expect(v2.alpha_sigmoid_steepness).toBe(1000 * 2 ** 32)
    expect(ask(h, 'SubnetInfoRuntimeApi_get_subnet_hyperparams', 'Option<Hyperparams>', u16le(9))).toBeNull()
  })

  test('tells the metagraph', () => {
    const h = paid()
    const found = ask(h, 'SubnetInfoRuntimeApi_get_metagraph', 'Option<Metagraph>', u16le(NETUID))
    expect(found).toMatchObject({
      netuid: NETUID,
      block: 23,
      tempo: 10,
      last_step: 20,
      blocks_since_last_step: 3,
      num_uids: 6,
      max_uids: 256,
      owner_hotkey: toSs58(owner.hotkey),
      owner_coldkey: toSs58(owner.coldkey),
      trust: [],
      rank: [],
      pruning_score: [],
      validator_permit: [true, true, true, false, false, false],
    })
    expect(found.symbol).toEqual([...utf8('β')])
    expect(found.hotkeys[5]).toBe(toSs58(miners[2]!.hotkey))
    expect(found.incentives).toEqual([...storage.Incentive.get(h.state, NETUID)])
    expect(found.total_stake).toEqual(found.alpha_stake)
    expect(found.alpha_dividends_per_hotkey[1][1]).toBeGreaterThan(0)
    expect(BigInt(found.pending_alpha_emission)).toBe(3n * 2n * 410_002_288n)
  })

  test('tells chosen fields of the metagraph', () => {
    const h = paid()
    const indices = [8, 52, 72, 999]
    const input = concat(u16le(NETUID), Uint8Array.of(indices.length << 2), ...indices.map(u16le))
    const found = ask(h, 'SubnetInfoRuntimeApi_get_selective_metagraph', 'Option<Selective>', input)
    const present = Object.entries(found).filter(([, value]) => value !== null)
    expect(present.map(([name]) => name)).toEqual(['netuid', 'tempo', 'hotkeys', 'validators'])
    expect(found.validators).toEqual([0, 1, 2])
  })

  test('tells pools and names', () => {
    const h = paid()
    const all = ask(h, 'SubnetInfoRuntimeApi_get_all_dynamic_info', 'Vec<Option<Dynamic>>')
    expect(all).toHaveLength(3)
    expect(all[2]).toEqual(ask(h, 'SubnetInfoRuntimeApi_get_dynamic_info', 'Option<Dynamic>', u16le(NETUID)))
    expect(all.map((info: { subnet_name: number[] }) => String.fromCharCode(...info.subnet_name))).toEqual([
      'root',
      'apex',
      'subnet 2',
    ])
    expect(BigInt(all[2].tao_in) > 1_000n * TAO).toBe(true)
  })

  test('tells the block of the next epoch', () => {
    const h = paid()
    expect(ask(h, 'SubnetInfoRuntimeApi_get_next_epoch_start_block', 'Option<u64>', u16le(NETUID))).toBe(30)
    expect(ask(h, 'SubnetInfoRuntimeApi_get_next_epoch_start_block', 'Option<u64>', u16le(9))).toBeNull()
  })
})

test('StakeInfoRuntimeApi tells what a coldkey has where', () => {
  const h = paid()
  const { hotkey, coldkey } = validatorA
  const one = ask(
    h,
    'StakeInfoRuntimeApi_get_stake_info_for_hotkey_coldkey_netuid',
    'Option<Stake>',
    hotkey,
    coldkey,
    u16le(NETUID),
  )
  expect(one).toMatchObject({ hotkey: toSs58(hotkey), coldkey: toSs58(coldkey), netuid: NETUID, is_registered: true })
  expect(BigInt(one.stake)).toBe(storage.TotalHotkeyAlpha.get(h.state, hotkey, NETUID))
  expect(ask(h, 'StakeInfoRuntimeApi_get_stake_info_for_coldkey', 'Vec<Stake>', coldkey)).toEqual([one])
})

test('SubnetRegistrationRuntimeApi tells the price of a subnet', () => {
  const h = paid()
  const price = ask(h, 'SubnetRegistrationRuntimeApi_get_network_registration_cost', 'u64')
  expect(BigInt(price)).toBe(2_000n * TAO - 22n * ((1_000n * TAO) / 100_800n))
})

test('SwapRuntimeApi tells the constant price', () => {
  const h = paid()
  expect(ask(h, 'SwapRuntimeApi_current_alpha_price', 'u64', u16le(NETUID))).toBe(1_000_000_000)
  expect(ask(h, 'SwapRuntimeApi_current_alpha_price', 'u64', u16le(9))).toBe(0)
})
