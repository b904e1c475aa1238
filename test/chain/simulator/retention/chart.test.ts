import { describe, expect, it } from 'vitest'
import { renderChart } from '../../../../chain/simulator/retention/chart.ts'
import { toChartData } from '../../../../chain/simulator/retention/chart-data.ts'
import { compareWithPublished, largestDifference } from '../../../../chain/simulator/retention/comparison.ts'
import { CONFIGS, HONEST_STAKES } from '../../../../chain/simulator/retention/configs.ts'
import { PUBLISHED_UTILITIES } from '../../../../chain/simulator/retention/published.ts'
import { type RetentionResult, renderResult, toReportJson } from '../../../../chain/simulator/retention/report.ts'

const points = 11
/** As if the honest team's utility were all that counts: required utility is the stake. */
const planes = HONEST_STAKES.map((honestStake) => ({
  honestStake,
  points,
  shares: Float64Array.from({ length: points * points }, (_, index) => Math.floor(index / points) / (points - 1)),
}))
const result = (name: 'base' | 'sd0'): RetentionResult => ({
  name,
  config: CONFIGS[name],
  seed: 5n,
  points,
  planes,
  rows: compareWithPublished(name, planes),
})

describe('compareWithPublished', () => {
  it('sets every required utility beside the published one', () => {
    const rows = compareWithPublished('base', planes)
    expect(rows.map(({ requiredUtility }) => requiredUtility)).toEqual(HONEST_STAKES.map((x) => expect.closeTo(x, 10)))
    expect(rows.map(({ publishedUtility }) => publishedUtility)).toEqual(PUBLISHED_UTILITIES.base)
    expect(rows[0]?.difference).toBeCloseTo(0.51 - 0.8863, 10)
    expect(largestDifference(rows)).toBeCloseTo(0.8863 - 0.51, 10)
  })

  it('has nothing beside a stake that was not published', () => {
    const rows = compareWithPublished('base', [{ ...planes[0]!, honestStake: 0.52 }])
    expect(rows[0]).toMatchObject({ publishedUtility: undefined, difference: undefined })
    expect(largestDifference(rows)).toBeUndefined()
  })
})

describe('renderResult', () => {
  it('prints stake, required utility, the published figure and the signed difference', () => {
    const text = renderResult(result('base'))
    expect(text).toMatch(/51 % │ +0\.5100 │ +1\.00 │ +0\.8863 │ +−0\.3763/)
    expect(text).toContain('largest difference from the published figure 0.3763')
    expect(renderResult(result('sd0'))).toContain('0.0009')
  })

  it('says when no utility is enough', () => {
    const hopeless = planes.map((plane) => ({ ...plane, shares: new Float64Array(points * points) }))
    expect(renderResult({ ...result('base'), rows: compareWithPublished('base', hopeless) })).toContain('beyond 1')
  })
})

describe('toReportJson', () => {
  it('tells everything that a person needs to draw the result anew', () => {
    const report = JSON.parse(toReportJson(result('base')))
    expect(report).toMatchObject({ config: 'base', seed: '5', gridPoints: points, epochs: 11 * 121 })
    expect(report.required[0]).toEqual({
      honestStake: 0.51,
      requiredUtility: 0.51,
      isEnough: true,
      cabalUtility: 1,
      publishedUtility: 0.8863,
      difference: -0.3763,
    })
    expect(report.planes[3].honestEmission[2]).toEqual(Array.from({ length: points }, () => 0.2))
    expect(report.contours[3].points[10]).toEqual([0.65, 1])
  })
})

describe('renderChart', () => {
  it('draws both panels with titles and units, our contours and the published points', async () => {
    const svg = await renderChart(result('base'))
    const data = toChartData(result('base'))
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\n$/)
    for (const text of [
      'honest share of the stake (%)',
      'required honest utility (% of honest weight)',
      'honest utility (% of honest weight)',
      'cabal utility (% of its own weight)',
      'published figures',
      'grid 11 × 11, seed 5',
      '100%',
      ...data.stakes,
    ])
      expect(svg).toContain(text)
    const circles = svg.match(/aria-roledescription="circle"|<path[^>]*A/g) ?? []
    const shown = data.required.length + data.publishedRequired.length + data.publishedContours.length
    expect(circles.length).toBeGreaterThanOrEqual(shown)
    expect(data.publishedContours.length).toBeGreaterThan(100)
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('makes room for requirements below one half', async () => {
    const easy = planes.map((plane) => ({ ...plane, shares: plane.shares.map((share) => share + 0.5) }))
    const svg = await renderChart({ ...result('sd0'), rows: compareWithPublished('sd0', easy) })
    expect(svg).not.toMatch(/NaN|undefined/)
  })
})
