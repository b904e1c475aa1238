import { expect, test } from 'vitest'
import { keypairFromUri } from '../../../shared/crypto/keypair.ts'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import type { ChainConnection } from '../../../shared/subtensor/connection.ts'
import { readSnapshot } from '../../../shared/subtensor/read-snapshot.ts'
import { parseSnapshot, snapshotToJson } from '../../../shared/subtensor/snapshot.ts'
import { netUid } from '../../../shared/units.ts'

await cryptoReady()
const key = keypairFromUri('//Alice').ss58
const at = { number: 7, hash: `0x${'07'.repeat(32)}` }

const neuron = (index: number) => ({
  uid: index,
  hotkey: key,
  coldkey: key,
  stakeRao: '18446744073709551615',
  active: true,
  validatorPermit: false,
  lastUpdate: 3,
  blockAtRegistration: 1,
  validatorTrust: 65_535,
  consensus: 0,
  incentive: 1,
  dividends: 2,
  emissionRao: '0',
  weights: [[0, 65_535]],
  bonds: [],
})
const snapshot = {
  format: 'meritnet-metagraph',
  version: 1,
  netuid: 2,
  block: at,
  tempo: 360,
  blocksSinceLastStep: 5,
  registrationCostRao: '9007199254740993',
  hyperparameters: { kappa: 32_767, burn_increase_mult: { bits: '23242897532874035200' } },
  pool: { taoRao: '1', alphaRao: '2' },
  neurons: [neuron(0), neuron(1)],
}

test('amounts keep all their digits through text', () => {
  const parsed = parseSnapshot(snapshot)
  expect(parsed.neurons[0]?.stakeRao).toBe(2n ** 64n - 1n)
  expect(parsed.registrationCostRao).toBe(9_007_199_254_740_993n)
  expect(JSON.parse(snapshotToJson(parsed))).toEqual(snapshot)
  expect(parseSnapshot(JSON.parse(snapshotToJson(parsed)))).toEqual(parsed)
})

test.each([
  ['another program', { ...snapshot, format: 'other' }],
  ['another version', { ...snapshot, version: 2 }],
  ['an amount as a number', { ...snapshot, neurons: [{ ...neuron(0), stakeRao: 5 }] }],
  ['a negative amount', { ...snapshot, registrationCostRao: '-1' }],
  ['a gap in the uids', { ...snapshot, neurons: [neuron(1)] }],
  ['no account', { ...snapshot, neurons: [{ ...neuron(0), hotkey: 'me' }] }],
  ['a weight that is no u16', { ...snapshot, neurons: [{ ...neuron(0), weights: [[0, 65_536]] }] }],
  ['a block hash of another length', { ...snapshot, block: { number: 1, hash: '0x00' } }],
  ['nothing', undefined],
  ['a list', []],
])('%s is refused', (_what, input) => {
  expect(() => parseSnapshot(input)).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^(malformed|malformed-ss58|invalid-ss58)/) }),
  )
})

test('a chain without subnets says which exist', async () => {
  const chain: Pick<ChainConnection, 'query' | 'entries' | 'runtimeApi' | 'keys'> = {
    query: async () => null,
    entries: async () => [],
    runtimeApi: async () => null,
    keys: async () => [[0], [4]],
  }
  await expect(readSnapshot(chain, netUid(9), at)).rejects.toMatchObject({
    code: 'unknown-netuid',
    context: { existing: [0, 4] },
  })
})
