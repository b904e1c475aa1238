import { beforeAll, describe, expect, it } from 'vitest'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { uid } from '../../../shared/units.ts'
import { storeWeights } from '../../../validator/db/weights.ts'
import { renderReport } from '../../../validator/report/render-report.ts'
import type { Report } from '../../../validator/report/report.ts'
import {
  commitOf,
  gradeOf,
  hotkeyOf,
  openForTest,
  scoreOf,
  skilled,
  storeRound,
  temporaryPath,
} from '../support/database.ts'
import { reportOf } from './support.ts'

beforeAll(cryptoReady)

const EVIL = '<script>alert("x")</script>'

/** A report of so many miners over so many rounds; the second one writes HTML wherever it can. */
async function small({ miners = 3, rounds = 2 } = {}): Promise<Report> {
  const path = temporaryPath()
  const { orm } = openForTest(path)
  const numbers = Array.from({ length: miners }, (_, i) => i + 1)
  for (let round = 0; round < rounds; round++)
    storeRound(orm, {
      commits: numbers.map((number) => commitOf(number)),
      reveals: [],
      change: {
        grades: numbers.map((number) =>
          number === 2
            ? gradeOf(2, { outcome: 'malformed', detail: EVIL, model: EVIL, skill: 0 })
            : gradeOf(number, { score: -number / miners, skill: 1 / number }),
        ),
        scores: numbers.map((number) => scoreOf(number, { uid: uid(number), standing: skilled(number, 1 / number) })),
        findings: [{ kind: 'relay', hotkey: hotkeyOf(2), sinceRound: 1, detail: EVIL, other: hotkeyOf(1) }],
        registered: new Set(numbers.map(hotkeyOf)),
      },
    })
  storeWeights(orm, {
    block: 9,
    setAt: 1,
    weights: numbers.map((number) => ({ hotkey: hotkeyOf(number), uid: uid(number), value: 60_000 / number })),
    basis: undefined,
  })
  return reportOf(path)
}

const svgsOf = (page: string): readonly string[] => page.match(/<svg[\s\S]*?<\/svg>/g) ?? []

describe('the page', () => {
  it('shows every miner, and every section', async () => {
    const page = await renderReport(await small())
    for (const number of [1, 2, 3]) expect(page).toContain(hotkeyOf(number))
    expect([...page.matchAll(/<h2>(.*)<\/h2>/g)].map((match) => match[1])).toEqual([
      'Miners',
      'Skill over time',
      'Reliability of probabilities',
      'Skill and weight',
      'Who was caught by what',
      'Latency',
      'Share of the attainable',
    ])
    expect(svgsOf(page)).toHaveLength(4)
    expect(page).toContain('3 miners in 2 rounds of glyphs@2')
    expect(page).toContain('Something speaks against 1 miner.')
    expect(page).toContain('Count as one: uid 2')
  })

  it('shows single proofs of inference where there are any, however few a round has', async () => {
    expect(await renderReport(await small())).not.toContain('proofs that hold')
    const path = temporaryPath()
    const { orm } = openForTest(path)
    for (let round = 0; round < 3; round++)
      storeRound(orm, {
        commits: [commitOf(1), commitOf(2)],
        reveals: [],
        change: {
          grades: [gradeOf(1, { proofsPassed: 1 }), gradeOf(2, { proofsFailed: 1 })],
          scores: [scoreOf(1), scoreOf(2, { uid: uid(2) })],
        },
      })
    const report = await reportOf(path)
    const proofs = report.miners.map((miner) => [miner.uid, miner.proofs])
    expect(proofs).toEqual([
      [1, { verified: 0, failed: 0, absent: 3, counts: { passed: 3, failed: 0 } }],
      [2, { verified: 0, failed: 0, absent: 3, counts: { passed: 0, failed: 3 } }],
    ])
    const page = await renderReport(report)
    expect(page).toContain('<td class="number">3 of 3</td>')
    expect(page).toContain('<span class="bad">0 of 3</span>')
  })

  it('says how sure the order is where there are rounds enough, and never that it is certain', async () => {
    expect((await small()).miners.map(({ aheadOfNext }) => aheadOfNext)).toEqual([null, null, null])
    const report = await small({ rounds: 3 })
    const [best] = report.miners
    const miners = [1, 0, 0.731, null].map((aheadOfNext, uid) => ({ ...best!, uid, aheadOfNext }))
    const page = await renderReport({ ...report, miners })
    expect(page).toContain('ahead of the next')
    const cells = [...page.matchAll(/± \d\.\d+<\/td>\s*<td class="number">([^<]*(?:&lt;)?[^<]*)<\/td>/g)]
    expect(cells.map(([, cell]) => cell)).toEqual(['&gt;99 %', '&lt;1 %', '73 %', '–'])
  })

  it('takes texts of others as texts', async () => {
    const page = await renderReport(await small())
    expect(page).not.toContain('<script')
    expect(page).toContain('&lt;script&gt;alert')
  })

  it('needs nothing from elsewhere, and is the same each time', async () => {
    const report = await small()
    const page = await renderReport(report)
    expect(page.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:\/\/|<link|@import|src=/)
    expect(await renderReport(report)).toBe(page)
  })

  it('draws numbers only, whatever there is to draw', async () => {
    for (const shape of [{}, { rounds: 1 }, { miners: 1, rounds: 1 }, { miners: 30, rounds: 2 }]) {
      const page = await renderReport(await small(shape))
      expect(svgsOf(page).length).toBeGreaterThan(0)
      for (const svg of svgsOf(page)) expect(svg).not.toMatch(/NaN|Infinity|undefined|null/)
    }
  })

  it('keeps charts readable with many miners, and lists all of them', async () => {
    const report = await small({ miners: 250, rounds: 1 })
    const page = await renderReport(report)
    expect(report.miners).toHaveLength(250)
    for (const { hotkey } of report.miners) expect(page).toContain(hotkey)
    expect(page).toContain('Of 250 miners 8 are drawn')
    expect(page).toContain('The best 24 of 250 are drawn.')
    expect(page).toContain('<summary>218 miners more</summary>')
  })

  it('ranks pay by skill among those who were not caught', async () => {
    const report = await small({ miners: 4 })
    const [best] = report.miners
    const cheat = { ...best!, skill: 0.9, weight: 0, findings: ['duplicate'] }
    const miners = report.miners.map((miner) => ({ ...miner, findings: [] }))
    expect(await renderReport({ ...report, miners })).toContain('Rank correlation 1.000.')
    const caught = { ...report, miners: [...miners, cheat, cheat] }
    expect(await renderReport(caught)).toContain('Rank correlation of those who were not caught 1.000.')
  })

  it('leaves room around a single value of skill', async () => {
    const [chart] = svgsOf(await renderReport(await small({ miners: 1, rounds: 1 })))
    const ticks = [...chart!.matchAll(/>(\d\.\d+)<\/text>/g)].map(([, tick]) => Number(tick))
    expect(Math.max(...ticks) - Math.min(...ticks)).toBeCloseTo(0.3)
  })

  it('says that there is no round yet', async () => {
    const path = temporaryPath()
    openForTest(path)
    const page = await renderReport(await reportOf(path))
    expect(page).toContain('No round yet')
    expect(page).not.toContain('<svg')
  })
})
