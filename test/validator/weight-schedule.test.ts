import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Metagraph, Neuron } from '../../shared/subtensor/client.ts'
import { netUid, rao, uid } from '../../shared/units.ts'
import { decideWeights, windowBlocks } from '../../validator/weight-schedule.ts'
import { hotkeyOf } from './support/database.ts'

const SELF = hotkeyOf(1)

const neuronOf = (neuron: Partial<Neuron> = {}): Neuron => ({
  uid: uid(0),
  hotkey: SELF,
  coldkey: SELF,
  axon: undefined,
  stake: rao(1n),
  active: true,
  validatorPermit: true,
  lastUpdate: 0,
  blockAtRegistration: 0,
  validatorTrust: 0,
  consensus: 0,
  incentive: 0,
  dividends: 0,
  emission: rao(0n),
  ...neuron,
})

interface Scene {
  readonly block?: number
  readonly tempo?: number
  readonly since?: number
  readonly self?: Partial<Neuron>
  readonly rateLimit?: number
  readonly commitReveal?: boolean
}

/** By default: block 1015, tempo 20, epoch at 1020, window from 1015. */
function decide({ block = 1015, tempo = 20, since = 15, self = {}, rateLimit = 0, commitReveal = false }: Scene = {}) {
  const metagraph: Metagraph = {
    netuid: netUid(1),
    at: { number: block, hash: '0x00' },
    tempo,
    blocksSinceLastStep: since,
    neurons: [neuronOf(self)],
  }
  const hyperparameters = { weightsRateLimit: rateLimit, commitRevealEnabled: commitReveal }
  return decideWeights({ metagraph, hyperparameters, hotkey: SELF })
}

const waits = (reason: string, untilBlock: number) => ({ tag: 'wait', reason, untilBlock })

describe('weights are set', () => {
  it('from the start of the window before the epoch', () => {
    expect(decide({ block: 1014, since: 14 })).toEqual(waits('before-window', 1015))
    expect(decide()).toEqual({ tag: 'set', epochBlock: 1020, lastUpdate: 0 })
    expect(decide({ block: 1018, since: 18 })).toEqual({ tag: 'set', epochBlock: 1020, lastUpdate: 0 })
  })

  it('not in the last block, whose successor runs the epoch first', () => {
    expect(decide({ block: 1019, since: 19 })).toEqual(waits('epoch-imminent', 1020))
  })

  it('once in a window', () => {
    expect(decide({ self: { lastUpdate: 1015 }, block: 1016, since: 16 })).toEqual(waits('already-set', 1020))
    expect(decide({ self: { lastUpdate: 1014 } }).tag).toBe('set')
  })

  it('also by a validator that registered in the window', () => {
    expect(decide({ block: 1017, since: 17, self: { lastUpdate: 1016, blockAtRegistration: 1016 } }).tag).toBe('set')
  })

  it('in the first block that the rate limit allows', () => {
    const self = { lastUpdate: 918 }
    expect(decide({ self, rateLimit: 100 })).toEqual(waits('rate-limited', 1017))
    expect(decide({ self, rateLimit: 100, block: 1016, since: 16 })).toEqual(waits('rate-limited', 1017))
    expect(decide({ self, rateLimit: 100, block: 1017, since: 17 }).tag).toBe('set')
    expect(decide({ self: { lastUpdate: 0 }, rateLimit: 5000 }).tag).toBe('set')
  })

  it('only with a permit and when registered', () => {
    expect(decide({ self: { validatorPermit: false } })).toEqual(waits('no-permit', 1020))
    expect(decide({ self: { hotkey: hotkeyOf(2) } })).toEqual(waits('not-registered', 1016))
    expect(decide({ tempo: 0 })).toEqual(waits('no-epochs', 1016))
  })
})

it('weights that are committed are due earlier, since the round that opens them must be out before the epoch', () => {
  expect(decide({ block: 1009, since: 9, commitReveal: true })).toEqual(waits('before-window', 1010))
  expect(decide({ block: 1010, since: 10, commitReveal: true })).toEqual({
    tag: 'set',
    epochBlock: 1020,
    lastUpdate: 0,
  })
  expect(decide({ block: 1010, since: 10 })).toEqual(waits('before-window', 1015))
})

it('the window is a quarter of the tempo, from 3 to 20 blocks', () => {
  expect([1, 2, 10, 12, 20, 100, 360].map(windowBlocks)).toEqual([3, 3, 3, 3, 5, 20, 20])
})

it('every tempo gets weights once, in time for its epoch, from whatever block one starts to look', () => {
  const scene = fc.record({
    tempo: fc.integer({ min: 4, max: 400 }),
    start: fc.nat(400),
    inclusion: fc.integer({ min: 1, max: 2 }),
  })
  fc.assert(
    fc.property(scene, ({ tempo, start, inclusion }) => {
      let lastUpdate = 0
      const includedAt = new Map<number, number>()
      for (let block = start; block < start + tempo * 4; block++) {
        // The validator waits for inclusion before it looks again.
        if (block < lastUpdate) continue
        const decision = decide({ block, tempo, since: block % tempo, self: { lastUpdate } })
        if (decision.tag !== 'set') continue
        expect(includedAt.has(decision.epochBlock)).toBe(false)
        lastUpdate = block + inclusion
        includedAt.set(decision.epochBlock, lastUpdate)
      }
      const firstWhole = (Math.ceil(start / tempo) + 1) * tempo
      for (let epoch = firstWhole; epoch < firstWhole + 3 * tempo; epoch += tempo)
        expect(includedAt.get(epoch)).toBeLessThan(epoch)
    }),
    { numRuns: 500 },
  )
})
