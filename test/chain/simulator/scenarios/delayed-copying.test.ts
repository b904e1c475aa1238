import { beforeAll, describe, expect, test, vi } from 'vitest'
import { estimate } from '../../../../chain/simulator/metrics/estimate.ts'
import { gainOfPair, runPaired } from '../../../../chain/simulator/play/paired.ts'
import { parseScenario } from '../../../../chain/simulator/scenario/parse.ts'
import { delayedCopying } from '../../../../chain/simulator/scenarios/delayed-copying.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'

beforeAll(cryptoReady)
vi.setConfig({ testTimeout: 60_000 })

const SEEDS = ['a', 'b', 'c']

/** Gain of the copier over seeds; a period of one epoch is no lag, eleven are a lag of ten. */
function gain(drift: number, sigma: number, revealPeriod: number) {
  const scenario = parseScenario({
    ...delayedCopying,
    epochs: 40,
    drift,
    noise: { kind: 'lognormal', sigma },
    network: { ...delayedCopying.network, revealPeriod },
  })
  const found = estimate(SEEDS.flatMap((seed) => gainOfPair(runPaired(scenario, { seed })) ?? []))
  if (found?.halfWidth === undefined) throw new Error('no gain')
  return { mean: found.mean, low: found.mean - found.halfWidth, high: found.mean + found.halfWidth }
}

describe('copying through commit and reveal', () => {
  test('pays while ranks stand still, however long reveals take', () => {
    const [none, long] = [gain(0, 0.1, 1), gain(0, 0.1, 11)]
    expect(none.low).toBeGreaterThan(1)
    expect(long.low).toBeGreaterThan(1)
    expect(Math.abs(long.mean - none.mean)).toBeLessThan(0.01)
  })

  test('pays more the worse the honest measure', () => {
    expect(gain(0, 0.3, 1).low).toBeGreaterThan(gain(0, 0.1, 1).high)
  })

  // Published: 0.998 → 0.928, 0.927 → 0.799 and 1.001 → 0.874 for a lag of 0 → 10, of another Yuma and other networks.
  test.each([
    [0.1, 0.1, 0.998, 0.928],
    [0.3, 0.1, 0.927, 0.799],
    [0.3, 0.3, 1.001, 0.874],
  ])('costs the more the longer reveals take where ranks move: drift %f, noise %f', (drift, sigma, now, late) => {
    const [none, long] = [gain(drift, sigma, 1), gain(drift, sigma, 11)]
    expect(long.high).toBeLessThan(none.low)
    expect(long.high).toBeLessThan(1)
    expect(Math.abs(none.mean - now)).toBeLessThan(0.03)
    expect(Math.abs(long.mean - late)).toBeLessThan(0.1)
  })
})
