import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  giniCoefficient,
  nakamotoCoefficient,
  takeoverCost,
  takeoverStake,
} from '../../../../chain/simulator/metrics/concentration.ts'
import { attackCost, returnOnInvestment } from '../../../../chain/simulator/metrics/costs.ts'
import { falsePositiveRate, timeToDetect } from '../../../../chain/simulator/metrics/detection.ts'
import { gradeOf, isWorse } from '../../../../chain/simulator/metrics/grade.ts'
import { gainOf, honestLoss, shareOf } from '../../../../chain/simulator/metrics/shares.ts'

const amounts = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 30 })

describe('shares', () => {
  it('divides what the chosen earn by what all earn', () => {
    expect(shareOf([1, 2, 5], (index) => index === 2)).toBe(0.625)
    expect(shareOf([0, 0], () => true)).toBeUndefined()
  })

  it('gives the gain over the honest share and the loss of the honest', () => {
    expect(gainOf(0.3, 0.2)).toBeCloseTo(1.5)
    expect(gainOf(0.3, 0)).toBeUndefined()
    expect(honestLoss(9, 10)).toBeCloseTo(0.1)
    expect(honestLoss(11, 10)).toBeCloseTo(-0.1)
    expect(honestLoss(1, 0)).toBeUndefined()
  })
})

describe('detection', () => {
  it.each([
    ['at once', [0, 0.05, 0], 0],
    ['after three epochs', [1.4, 1, 0.1, 0.05, 0], 3],
    ['for good only after a recovery', [1, 0.05, 1, 0.01], 3],
    ['never', [1, 1, 0.5], undefined],
    ['never, when the last known gain is high', [1, 0, 1, undefined], undefined],
    ['although some epochs pay nobody', [1, undefined, 0.02], 1],
    ['counted from the first that could be paid', [undefined, undefined, 1, 0.02], 1],
    ['at once, by who comes late', [undefined, undefined, 0.02], 0],
    ['never, when nothing was paid', [undefined, undefined], undefined],
  ])('is found %s', (_name, gains, epochs) => {
    expect(timeToDetect(gains)).toBe(epochs)
  })

  it('counts the honest that a defence hits', () => {
    expect(falsePositiveRate([{ isHit: true }, { isHit: false }, { isHit: false }, { isHit: false }])).toBe(0.25)
    expect(falsePositiveRate([])).toBeUndefined()
  })
})

describe('costs', () => {
  it('adds registrations, forgone yield and processor time', () => {
    const spending = { registration: 3, lockedStake: 1000, lockedDays: 365.25, cpuSeconds: 50 }
    expect(attackCost(spending, { yieldPerYear: 0.1, cpuSecond: 0.02 })).toBeCloseTo(104)
    expect(returnOnInvestment(208, 104)).toBe(1)
    expect(returnOnInvestment(0, 104)).toBe(-1)
    expect(returnOnInvestment(5, 0)).toBeUndefined()
  })
})

describe('concentration', () => {
  it('counts the owners of a majority', () => {
    expect(nakamotoCoefficient([60, 20, 20])).toBe(1)
    expect(nakamotoCoefficient([25, 25, 25, 25])).toBe(3)
    expect(nakamotoCoefficient([10, 40, 30, 20], 0.66)).toBe(2)
    expect(nakamotoCoefficient([0, 0])).toBeUndefined()
  })

  it('measures inequality between 0 and (n − 1) / n, whatever the unit and the order', () => {
    expect(giniCoefficient([5, 5, 5])).toBeCloseTo(0)
    expect(giniCoefficient([0, 0, 0, 8])).toBeCloseTo(0.75)
    expect(giniCoefficient([1, 3])).toBeCloseTo(0.25)
    expect(giniCoefficient([0])).toBeUndefined()
    fc.assert(
      fc.property(amounts, (values) => {
        const gini = giniCoefficient(values)
        if (gini === undefined) return
        expect(gini).toBeGreaterThan(-1e-9)
        expect(gini).toBeLessThanOrEqual((values.length - 1) / values.length + 1e-9)
        expect(giniCoefficient([...values].reverse().map((value) => value * 3))).toBeCloseTo(gini, 9)
      }),
    )
  })

  it('finds the stake that makes a majority', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 99 }), (values, percent) => {
        const [held = 0, ...others] = values
        const all = others.reduce((sum, value) => sum + value, held)
        const kappa = percent / 100
        const added = takeoverStake({ all, held, kappa })
        if (added > 0) expect((held + added) / (all + added)).toBeCloseTo(kappa, 6)
        else expect(held).toBeGreaterThanOrEqual(kappa * all - 1e-6)
      }),
    )
    expect(takeoverCost(takeoverStake({ all: 100, held: 0, kappa: 0.5 }), 0.2)).toBeCloseTo(20)
    expect(() => takeoverStake({ all: 1, held: 0, kappa: 1 })).toThrow(
      expect.objectContaining({ code: 'out-of-range' }),
    )
  })
})

describe('grades', () => {
  it.each([
    [1.02, 0, 'A'],
    [1.021, 0, 'B'],
    [1.1, 0, 'B'],
    [1.11, 0, 'C'],
    [1.5, 0, 'C'],
    [1.51, 0, 'F'],
    [0.2, 0.11, 'F'],
    [0.2, 0.1, 'A'],
    [undefined, undefined, 'A'],
  ] as const)('gain %s with honest loss %s is %s', (gain, loss, grade) => {
    expect(gradeOf({ gain, honestLoss: loss })).toBe(grade)
  })

  it('compares with a baseline', () => {
    expect(isWorse('C', 'B')).toBe(true)
    expect(isWorse('A', 'B')).toBe(false)
    expect(isWorse('F', 'F')).toBe(false)
  })
})
