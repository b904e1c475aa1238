import { beforeAll, expect, test } from 'vitest'
import { createPaidEpochs } from '../../../../chain/devnet/adversaries/paid-epochs.ts'
import type { ScoresOfValidator } from '../../../../chain/devnet/scores.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { fakeNeuron, fakeObservation } from '../fake-observation.ts'

beforeAll(cryptoReady)

const scored = (hotkeys: readonly string[]): ScoresOfValidator =>
  hotkeys.map((hotkey) => ({ hotkey, score: 0.5, rounds: 1, findings: [] }))

test('emission counts from the epoch after the one before which every validator had scored every miner', () => {
  const at = (first: bigint, second: bigint) =>
    fakeObservation([fakeNeuron(1, { totalEmissionRao: first }), fakeNeuron(2, { totalEmissionRao: second })])
  const [a, b] = [fakeNeuron(1).hotkey, fakeNeuron(2).hotkey]
  const epochs = createPaidEpochs([a, b])
  expect(epochs.counted().epochs).toBe(0)
  epochs.paid(at(10n, 0n), [scored([a, b]), undefined])
  epochs.paid(at(20n, 5n), [scored([a, b]), scored([a])])
  expect(epochs.counted().epochs).toBe(0)
  epochs.paid(at(30n, 10n), [scored([a, b]), scored([a, b])])
  expect(epochs.counted().epochs).toBe(0)
  epochs.paid(at(40n, 15n), [scored([a, b]), undefined])
  epochs.paid(at(50n, 17n), [scored([a, b]), scored([a, b])])
  const counted = epochs.counted()
  expect(counted.epochs).toBe(2)
  expect(counted.rao).toEqual(
    new Map([
      [a, 20n],
      [b, 7n],
    ]),
  )
})

test('without validators nothing counts', () => {
  const epochs = createPaidEpochs([fakeNeuron(1).hotkey])
  for (let i = 0; i < 3; i++) epochs.paid(fakeObservation([fakeNeuron(1, { totalEmissionRao: 9n })]), [])
  expect(epochs.counted().epochs).toBe(0)
})
