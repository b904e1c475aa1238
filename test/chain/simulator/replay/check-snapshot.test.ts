import { describe, expect, it } from 'vitest'
import { checkSnapshot } from '../../../../chain/simulator/replay/check-snapshot.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { parseSnapshot } from '../../../../shared/subtensor/snapshot.ts'
import { recordedNetwork, recordedNeuron } from './support/recorded-network.ts'

await cryptoReady()

const neuron = (uid: number, change: Readonly<Record<string, unknown>> = {}) =>
  recordedNeuron(uid, { stakeRao: '5000000000000', ...change })

const check = (change: Readonly<Record<string, unknown>>) => () =>
  checkSnapshot('net.json', parseSnapshot(recordedNetwork({ neurons: [neuron(0), neuron(1)], ...change })))

describe('a recorded network', () => {
  it.each([
    ['as a chain has it', {}],
    [
      'with weights in any order',
      {
        neurons: [
          neuron(0, {
            weights: [
              [1, 9],
              [0, 5],
            ],
          }),
          neuron(1),
        ],
      },
    ],
    ['in which nobody has stake', { neurons: [neuron(0, { stakeRao: '0' })] }],
  ])('%s is taken', (_, change) => {
    expect(check(change)).not.toThrow()
  })

  it.each([
    ['tempo is 0', { tempo: 0 }],
    ['block 4294967296', { block: { number: 2 ** 32, hash: `0x${'11'.repeat(32)}` } }],
    ['uids 0 and 1 have the same hotkey', { neurons: [neuron(0), { ...neuron(0), uid: 1 }] }],
    ['weights of uid 1 name uid 2', { neurons: [neuron(0), neuron(1, { weights: [[2, 1]] })] }],
    ['bonds of uid 0 name uid 77', { neurons: [neuron(0, { bonds: [[77, 1]] })] }],
    [
      'weights of uid 0 name uid 0 twice',
      {
        neurons: [
          neuron(0, {
            weights: [
              [0, 1],
              [0, 2],
            ],
          }),
        ],
      },
    ],
    ['sum to 9223372036854775808', { neurons: [neuron(0, { stakeRao: String(2n ** 63n) })] }],
    ['sum to 9223372036854775810', { neurons: [neuron(0, { alphaRao: '2', rootRao: String(2n ** 63n) })] }],
  ])('is refused when %s', (message, change) => {
    expect(check(change)).toThrow(
      expect.objectContaining({ code: 'impossible-snapshot', message: expect.stringContaining(message) }),
    )
  })
})
