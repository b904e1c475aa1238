import { beforeAll, describe, expect, it } from 'vitest'
import { cryptoReady } from '../../../shared/crypto/ready.ts'
import { uid } from '../../../shared/units.ts'
import { renderAuditPage } from '../../../validator/audit/render-page.ts'
import { renderText } from '../../../validator/audit/render-text.ts'
import { type AuditReport, exitCodeOf } from '../../../validator/audit/report.ts'
import { minerOf } from '../support/round.ts'
import { audit, playedValidator } from './support/played.ts'

let unfair: AuditReport
beforeAll(async () => {
  await cryptoReady()
  unfair = await audit(await playedValidator({ favour: minerOf(3), epochs: 4 }))
})

describe('a report', () => {
  it('names the friend and the size in words, in JSON and on the page', async () => {
    const [found] = unfair.validators
    const named = `favours uid 3 ${minerOf(3)} by ${(100 * (found?.favours[0]?.gain ?? 0)).toFixed(1)} % of its row`
    expect(renderText(unfair)).toContain(named)
    const page = await renderAuditPage(unfair)
    expect(page).toContain(named)
    expect(page).toContain('<svg')
    expect(page).not.toMatch(/<script|src=|https?:\/\/(?!www\.w3\.org)/)
    expect(JSON.parse(JSON.stringify(unfair))).toEqual(unfair)
    expect(exitCodeOf(unfair)).toBe(1)
  })

  it('shows what validators wrote as text', async () => {
    const [found] = unfair.validators
    const deviation = { ...found!.deviations[0]!, found: '<script>alert(1)</script>' }
    const page = await renderAuditPage({ ...unfair, validators: [{ ...found!, deviations: [deviation] }] })
    expect(page).not.toContain('<script>')
    expect(page).toContain('&lt;script&gt;')
  })

  it('of many miners draws those whose shares differ most, and of many deviations lists the worst', async () => {
    const found = unfair.validators[0]!
    const [proof] = found.deviations
    const weights = Array.from({ length: 300 }, (_, i) => ({
      ...{ hotkey: minerOf(1), uid: uid(i), found: i === 250 ? 0.2 : 0.001 },
      expected: 0.001 + 0.0001 * (i % 7),
    }))
    const fault = { ...proof!, what: 'withheld-round' as const, severity: 'fault' as const, found: 'its header alone' }
    const deviations = [...Array.from({ length: 150 }, () => fault), proof!]
    const counts = { 'withheld-round': 400, weight: 1 }
    const page = await renderAuditPage({ ...unfair, validators: [{ ...found, weights, deviations, counts }] })
    expect(page).toContain('Of 300 miners the 40 whose shares differ most are drawn.')
    expect(page).toMatch(/>uid 250</)
    expect(page.match(/>uid \d+<\/text>/g)).toHaveLength(40)
    expect(page.indexOf(proof!.found)).toBeLessThan(page.indexOf('its header alone'))
    expect(page).toContain('301 more; the file of --json')
  })

  it('of nothing says so', async () => {
    const nothing: AuditReport = { ...unfair, verdict: 'not-audited', validators: [] }
    expect(await renderAuditPage(nothing)).toContain('No validator could be audited.')
    expect(exitCodeOf(nothing)).toBe(2)
  })
})
