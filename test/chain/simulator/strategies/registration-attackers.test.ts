import { beforeAll, describe, expect, test } from 'vitest'
import { gainOfPair } from '../../../../chain/simulator/play/paired.ts'
import { cryptoReady } from '../../../../shared/crypto/ready.ts'
import { MINERS, type Network, play, refusalsOf, seatsOf, shareOf, uidEpochs, VALIDATORS } from './attack-scenes.ts'

beforeAll(cryptoReady)

const STILL = { drift: 0, noise: { sigma: 0.01 } } as const
/** Everybody can be pruned at any time. */
const PRUNABLE = { immunity_period: 0, min_non_immune_uids: 0 }
const INCUMBENTS = { ...MINERS, count: 12, skill: { kind: 'even' as const, from: 0.4, to: 0.9 } }
const buyer = (team: string, params: Readonly<Record<string, unknown>>) => ({
  name: `buyer of ${team}`,
  role: 'chain' as const,
  strategy: 'uid-hoarder',
  params,
  team,
})

describe('an under-weighter', () => {
  const uids = (share: number) => {
    const { on, off } = play(
      [
        { ...VALIDATORS, count: 9 },
        { name: 'tiny', role: 'validator', stake: { share }, strategy: 'under-weighter', attacker: true, team: 'tiny' },
        { ...MINERS, count: 12, skill: { kind: 'even', from: 0.43, to: 0.9 } },
        { name: 'own', role: 'miner', count: 2, skill: 0.42, attacker: true, team: 'tiny' },
        { name: 'newcomers', role: 'miner', count: 4, skill: 0.7, registered: false, team: 'newcomers' },
        buyer('newcomers', { perEpoch: 1, from: 20, every: 3 }),
      ],
      { ...STILL, scoring: { halfLifeRounds: 5 }, network: { hyperparameters: PRUNABLE } },
    )
    return uidEpochs(on, 'own') - (off === null ? Number.NaN : uidEpochs(off, 'own'))
  }

  test('with a tenth of the stake keeps its miners longer than rivals that are a little better', () => {
    expect(uids(0.1)).toBeGreaterThan(0)
  })

  test('with a hundredth cannot bridge the gap', () => {
    expect(uids(0.01)).toBe(0)
  })
})

describe('a buyer between commit and reveal', () => {
  const squat = (network: Network) =>
    play(
      [
        { ...VALIDATORS, count: 4 },
        INCUMBENTS,
        { name: 'victim', role: 'miner', skill: 0.9, registered: false, team: 'victim' },
        buyer('victim', { from: 20, every: 1000 }),
        { name: 'squatter', role: 'miner', skill: 0, registered: false, attacker: true, team: 'squat' },
        { ...buyer('squat', { from: 20, every: 1000, moment: 'after' }), attacker: true },
      ],
      {
        ...STILL,
        epochs: 20,
        // What is inherited is easiest to see where a newcomer is paid at once.
        scoring: { halfLifeRounds: 1, trialRounds: 1 },
        network: { ...network, hyperparameters: PRUNABLE },
      },
    )
  const epochsWithPay = (network: Network): number =>
    squat(network)
      .on.series.find(({ group }) => group === 'squatter')
      ?.shares.filter((share) => share > 0.05).length ?? Number.NaN

  test('takes the uid of a newcomer that has not been paid yet', () => {
    expect(seatsOf(squat({}).on, 'victim')).toBe(0)
  })

  test('inherits nothing where weights are set at once', () => {
    expect(shareOf(squat({}).on, 'squatter')).toBe(0)
  })

  // The commit of the same block is forgotten when it is revealed, and the oldest that still waits is newer.
  test.each([1, 3])('inherits one epoch of pay through a reveal period of %i, and no more', (revealPeriod) => {
    expect(epochsWithPay({ commitReveal: 'automatic', revealPeriod })).toBe(1)
  })
})

describe('a hoarder of uids', () => {
  const TAO = 5
  const hoard = (hyperparameters: Readonly<Record<string, unknown>>) =>
    play(
      [
        { ...VALIDATORS, count: 4 },
        INCUMBENTS,
        {
          name: 'own',
          role: 'miner',
          count: 12,
          skill: 0.2,
          registered: false,
          attacker: true,
          team: 'own',
          balance: TAO,
        },
        { ...buyer('own', { perEpoch: 4, from: 22 }), attacker: true },
      ],
      {
        ...STILL,
        network: {
          tempo: 10,
          maxUids: 17,
          hyperparameters: { immunity_period: 200, min_non_immune_uids: 0, ...hyperparameters },
        },
      },
    ).on

  test('drives better miners out of a subnet where newcomers are immune', () => {
    const run = hoard({ burn_increase_mult: 1n << 64n })
    expect(seatsOf(run, 'own')).toBe(12)
    expect(seatsOf(run, 'miners')).toBeLessThanOrEqual(3)
  })

  test('runs out of money where the price rises with each purchase', () => {
    expect(refusalsOf(hoard({}), 'buyer of own')).toContain('SubtensorModule.NotEnoughBalanceToStake')
  })

  test('is stopped by a floor of uids without immunity', () => {
    expect(seatsOf(hoard({ min_non_immune_uids: 10 }), 'miners')).toBeGreaterThanOrEqual(6)
  })
})

describe('a starver of newcomers', () => {
  const newcomer = (share: number) => {
    const { on, off } = play(
      [
        VALIDATORS,
        { name: 'starver', role: 'validator', stake: { share }, strategy: 'newcomer-starver', attacker: true },
        MINERS,
        { name: 'newcomer', role: 'miner', skill: 0.8, registered: false, team: 'newcomer' },
        buyer('newcomer', { from: 5 }),
      ],
      { ...STILL, network: { maxUids: 30 } },
    )
    return shareOf(on, 'newcomer') / (off === null ? Number.NaN : shareOf(off, 'newcomer'))
  }

  test('takes its share of the pay of a newcomer with a minority of the stake, and all of it with a majority', () => {
    expect(newcomer(0.4)).toBeCloseTo(0.6, 1)
    expect(newcomer(0.6)).toBe(0)
  })
})

describe('an owner that locks validators out', () => {
  const lockOut = (fill: boolean, hyperparameters: Readonly<Record<string, unknown>> = {}, moment = 'before') =>
    play(
      [
        { ...VALIDATORS, count: 9, params: { fill } },
        {
          name: 'friend',
          role: 'validator',
          stake: { share: 0.05 },
          strategy: 'cabal',
          params: { fill: true },
          attacker: true,
          team: 'owner',
        },
        { ...MINERS, count: 14 },
        { name: 'own', role: 'miner', count: 2, skill: 0.25, attacker: true, team: 'owner' },
        {
          name: 'owner',
          role: 'chain',
          owner: true,
          strategy: 'owner-lockout',
          params: { moment },
          attacker: true,
          team: 'owner',
        },
      ],
      { epochs: 20, network: { tempo: 20, hyperparameters } },
    )

  test('gets everything with a twentieth of the stake where rows name miners alone', () => {
    const { on } = lockOut(false)
    expect(shareOf(on, 'friend') + shareOf(on, 'own')).toBeGreaterThan(0.99)
    expect(refusalsOf(on, 'validators')).toEqual(['SubtensorModule.WeightVecLengthIsLow'])
  })

  test('gets nothing out of it where rows name all uids', () => {
    expect(gainOfPair(lockOut(true))).toBeLessThan(1)
  })

  test('cannot act in the freeze window', () => {
    const { on } = lockOut(false, { admin_freeze_window: 10 }, 'last')
    expect(refusalsOf(on, 'owner')).toEqual(['SubtensorModule.AdminActionProhibitedDuringWeightsWindow'])
    expect(shareOf(on, 'validators')).toBeGreaterThan(0.4)
  })

  test('can act in the last block where there is no window', () => {
    const { on } = lockOut(false, { admin_freeze_window: 0 }, 'last')
    expect(shareOf(on, 'friend') + shareOf(on, 'own')).toBeGreaterThan(0.99)
  })
})
