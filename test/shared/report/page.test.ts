import { html } from 'hono/html'
import { describe, expect, it } from 'vitest'
import { renderCharts } from '../../../shared/report/chart.ts'
import { figure, paragraph, renderPage, section, table } from '../../../shared/report/page.ts'

const bars = (title: string) => ({
  title,
  data: {
    values: [
      { uid: '3', skill: 0.4 },
      { uid: '4', skill: 0.9 },
    ],
  },
  mark: { type: 'bar' as const, clip: true },
  encoding: { x: { field: 'uid', type: 'nominal' as const }, y: { field: 'skill', type: 'quantitative' as const } },
})

describe('a page', () => {
  it('escapes every text that it is given', async () => {
    const evil = '<script>alert(1)</script>'
    const page = await renderPage({
      title: evil,
      lead: `"${evil}"`,
      sections: [section(evil, paragraph(evil), table([{ title: evil }], [[evil], [html`<b>${evil}</b>`]]))],
    })
    expect(page).not.toContain('<script>')
    expect(page.split('&lt;script&gt;').length - 1).toBe(8)
    expect(page).toContain('<b>&lt;script&gt;')
  })

  it('needs nothing from elsewhere', async () => {
    const [chart = ''] = await renderCharts([bars('skill by uid')])
    const page = await renderPage({ title: 'A', lead: 'B', sections: [section('C', figure(chart, 'D'))] })
    expect(page.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:\/\/|<script|<link|@import/)
    expect(page).toContain('<svg')
    expect(page).toContain('prefers-color-scheme: dark')
  })
})

describe('charts', () => {
  it('take the colour of the text around them', async () => {
    const [chart = ''] = await renderCharts([bars('skill by uid')])
    expect(chart).toContain('fill="currentColor"')
    expect(chart).not.toMatch(/fill="(#000|#000000|black|white|#fff)"/)
  })

  it('are the same text each time, and share no ids on one page', async () => {
    const first = await renderCharts([bars('a'), bars('b')])
    expect(await renderCharts([bars('a'), bars('b')])).toEqual(first)
    const ids = first.flatMap((chart) => [...chart.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]))
    expect(ids.length).toBeGreaterThan(1)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
