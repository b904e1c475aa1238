import { describe, expect, it } from 'vitest'
import { drawSweep } from '../../../../../chain/simulator/sweep/report/drawings.ts'
import { metricsShown } from '../../../../../chain/simulator/sweep/report/metrics-shown.ts'
import { alike, short, withInterval } from '../../../../../chain/simulator/sweep/report/numbers.ts'
import { renderSweepPage } from '../../../../../chain/simulator/sweep/report/page.ts'
import { renderSummary } from '../../../../../chain/simulator/sweep/report/summary.ts'
import type { SweepResult } from '../../../../../chain/simulator/sweep/summarise.ts'
import { sweepOf } from '../support/sweep-of.ts'

const two = sweepOf({
  vary: ['lag=0,1,2', 'actors.<b>.count=1,2'],
  seeds: 4,
  measure: ({ lag }, seed) => ({ gain: 1.2 - 0.1 * Number(lag) + 0.01 * seed, cost: 3 }),
})

const pageOf = async (result: SweepResult, metrics: readonly string[]) =>
  renderSweepPage(result, { metrics, drawings: await drawSweep(result, metrics) })

const svgs = (page: string) => page.match(/<svg/g)?.length ?? 0

describe('the page of a sweep', () => {
  it('is one self-contained file without scripts that draws a map and curves', async () => {
    const page = await pageOf(two, ['gain'])
    expect(svgs(page)).toBe(2)
    expect(page).not.toMatch(/<script|<link|src=|href="http|url\(http|@import/)
    // Names come from files of people: they are text.
    expect(page).not.toContain('<b>')
    expect(page).toContain('actors.&lt;b&gt;.count')
    expect(page).toContain('prefers-color-scheme: dark')
    expect(page).toContain('1.215 ± 0.021')
    // What is found comes first.
    expect(page).toMatch(
      /<p class="lead">The attack pays \(gain above 1 with its whole interval\) at \d+ of \d+ points\./,
    )
    expect(page).toMatch(/<p>From \S+ ± \S+ at \S+=.* to \S+ ± \S+ at /)
    expect((await pageOf(two, ['gain'])) === page).toBe(true)
  })

  it('draws one curve for one parameter, of numbers or of names', async () => {
    for (const vary of ['noise=0.01..1:log', 'kind=a,b,c']) {
      const page = await pageOf(sweepOf({ vary: [vary], seeds: 3, measure: (_, seed) => ({ gain: seed }) }), ['gain'])
      expect(svgs(page)).toBe(1)
      expect(page).not.toMatch(/NaN|undefined/)
    }
  })

  it('draws a map and a curve along each parameter of a hypercube', async () => {
    const hypercube = sweepOf({
      vary: ['a=0..1', 'b=1..9:int', 'c=x,y'],
      seeds: 2,
      design: { kind: 'lhs', samples: 30 },
      measure: ({ a, b }) => ({ rankCorrelation: Number(a) * Number(b) }),
    })
    const page = await pageOf(hypercube, ['rankCorrelation'])
    expect(svgs(page)).toBe(4)
    expect(page).not.toMatch(/NaN|undefined/)
    expect(page).toContain('A range is cut into parts with equally many points')
  })

  it('draws three parameters of a grid in one picture of panels and lines', async () => {
    const grid = sweepOf({
      vary: ['lag=0,1,2', 'drift=0,0.1', 'noise=0.1,0.3'],
      seeds: 2,
      measure: ({ lag, drift, noise }) => ({ gain: 1 - Number(lag) * Number(drift) + Number(noise) / 10 }),
    })
    const page = await pageOf(grid, ['gain'])
    expect(svgs(page)).toBe(2)
    expect(page).toContain('noise = 0.1')
    expect(page).toContain('noise = 0.3')
    expect(page).not.toMatch(/NaN|undefined/)
  })

  it('does without a measure of some points, and with none at all', async () => {
    const partly = sweepOf({
      vary: ['lag=0,1', 'b=0,1'],
      seeds: 2,
      measure: ({ lag }) => (lag === 0 ? 'broke' : { gain: 1 }),
    })
    const page = await pageOf(partly, ['gain'])
    expect(page).toContain('4 runs gave no measures')
    expect(page).not.toMatch(/NaN|undefined|Infinity/)
    const nothing = sweepOf({ vary: ['lag=0,1'], seeds: 1, measure: () => 'broke' })
    expect(metricsShown(nothing, undefined)).toEqual([])
    expect(await pageOf(nothing, [])).toContain('Failed runs')
    expect(renderSummary(nothing, [])).toContain('2 runs failed; the first: broke')
  })
})

describe('the summary of a sweep', () => {
  it('has the extremes, what moves them, and where the attack pays', () => {
    const text = renderSummary(two, ['gain'])
    expect(text).toMatch(/\| gain of the attacker \| 1\.015 ± 0\.021 \| lag=2 [^|]+\| 1\.215 ± 0\.021 \| lag=0/)
    expect(text).toContain('| gain of the attacker | lag | 100 % | −1 |')
    expect(text).toContain('at 4 of 6 points')
  })

  it('lets no name break a table', () => {
    const odd = sweepOf({ vary: ['kind=a|b\\,c'], seeds: 1, measure: () => ({ gain: 1 }) })
    const rows = renderSummary(odd, ['gain'])
      .split('\n')
      .filter((line) => line.startsWith('| gain'))
    expect(rows[0]).toContain('kind=a\\|b\\\\')
  })
})

describe('measures to draw', () => {
  it('are the usual ones that differ, or those asked for', () => {
    expect(metricsShown(two, undefined)).toEqual(['gain'])
    expect(metricsShown(two, ['cost'])).toEqual(['cost'])
    expect(() => metricsShown(two, ['gian'])).toThrow(/did you mean gain/)
  })
})

describe('numbers', () => {
  it.each([
    [0, '0'],
    [1.23456, '1.23'],
    [-0.012345, '−0.0123'],
    [1234.5, '1235'],
    [123.4, '123'],
    [1.5e9, '1.50e+9'],
    [0.00001, '1.00e−5'],
    [-0.00001, '−1.00e−5'],
  ])('%d is %s', (value, text) => {
    expect(short(value)).toBe(text)
  })

  it.each([
    [0.74531, 0.0073, '0.7453 ± 0.0073'],
    [1.0176, 0.00055, '1.01760 ± 0.00055'],
    [-0.0134, 0.00037, '−0.01340 ± 0.00037'],
    [-0.0001, 0.05, '0.000 ± 0.050'],
    [12_345.6, 678.9, '12346 ± 679'],
    [7.7, 1e-15, '7.7 ± 0'],
    [0, 0, '0 ± 0'],
    [2e-8, 3e-9, '2.00e−8 ± 3.00e−9'],
    [3.2e9, 1.5e7, '3.20e+9 ± 1.50e+7'],
    [1.23456, undefined, '1.23'],
  ])('%d with an interval of %d is %s', (mean, halfWidth, text) => {
    expect(withInterval({ mean, halfWidth, count: 5 })).toBe(text)
  })

  it('beside each other have the same decimals, as many as tell them apart', () => {
    expect(alike([0.772, 1.0251, 1.03])).toEqual(['0.772', '1.025', '1.030'])
    expect(alike([0.00167, -0.0000993, -0.012])).toEqual(['0.0017', '−0.0001', '−0.0120'])
    expect(alike([2, 2])).toEqual(['2', '2'])
    expect(alike([2e9, 1])).toEqual(['2.00e+9', '1'])
    expect(alike([1e-8, 2e-8])).toEqual(['1.00e−8', '2.00e−8'])
    expect(alike([])).toEqual([])
  })
})
