import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareWithReport, renderAgreement } from '../../../../chain/devnet/scenario/compare.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compare-'))
})
afterAll(() => rm(folder, { recursive: true }))

const OPTIONS = { skip: 1, limit: 0.05 }
const SKILLS = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
const members = SKILLS.map((skill, i) => ({
  name: `honest ${i + 1}`,
  hotkey: '',
  skill,
  emissionRao: ['1', String(Math.round(skill * 1e9))],
}))
const nobody = ['guesser', 'offline'].map((name) => ({ name, hotkey: '', skill: null, emissionRao: ['5', '0'] }))

async function reportWith(stage: unknown): Promise<string> {
  const file = join(folder, 'report.json')
  await writeFile(file, JSON.stringify({ stage }))
  return file
}

test('a run that paid in proportion to skill agrees with its simulation', async () => {
  const file = await reportWith({ scenario: 'ladder', seed: '', members: [...members, ...nobody] })
  const agreement = await compareWithReport('ladder', file, OPTIONS)
  expect(agreement.isSameOrder).toBe(true)
  expect(agreement.worst).toBeLessThan(0.03)
  expect(renderAgreement(agreement, 0.05)).toContain('the same order')
})

test.each(['fast', 'full'] as const)(
  'a simulation of the level %s finds cheats where processes found them',
  async (level) => {
    const scenario = join(folder, `${level}.json`)
    const actors = [
      { name: 'validator', role: 'validator', count: 2 },
      { name: 'honest', role: 'miner', count: 2 },
      { name: 'sybil', role: 'miner', strategy: 'sybil', count: 2 },
      { name: 'relay', role: 'miner', strategy: 'relay', params: { victim: 'honest 2' }, stake: 10 },
      { name: 'downgrade', role: 'miner', strategy: 'downgrade' },
    ]
    const scoring = { skillExponent: 1, skillFloor: 0 }
    await writeFile(scenario, JSON.stringify({ name: 'few', epochs: 6, warmup: 4, items: 512, scoring, actors }))
    const paid: readonly (readonly [string, number, string])[] = [
      ['honest 1', 0.4, '400'],
      ['honest 2', 0.8, '800'],
      ['sybil 1', 0.6, '0'],
      ['sybil 2', 0.6, '600'],
      ['relay', 0.3, '0'],
      ['downgrade', 0.7, '0'],
    ]
    const stage = {
      scenario: 'few',
      seed: '',
      members: paid.map(([name, skill, rao]) => ({ name, hotkey: '', skill, emissionRao: [rao] })),
    }
    const { rows, worst } = await compareWithReport(scenario, await reportWith(stage), { skip: 0, limit: 0.05, level })
    expect(rows.map(({ name }) => name)).toEqual(['honest 1', 'honest 2', 'sybil', 'relay', 'downgrade'])
    expect(worst, JSON.stringify(rows)).toBeLessThan(0.08)
  },
)

test('a run that paid somebody else does not', async () => {
  const swapped = members.map((member, i) => ({ ...member, emissionRao: members[5 - i]?.emissionRao ?? [] }))
  const file = await reportWith({ scenario: 'ladder', seed: '', members: [...swapped, ...nobody] })
  expect((await compareWithReport('ladder', file, OPTIONS)).isSameOrder).toBe(false)
})

test('what cannot be compared is refused', async () => {
  const refusal = async (stage: unknown) => {
    const file = await reportWith(stage)
    return compareWithReport('ladder', file, OPTIONS).then(
      () => 'compared',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    )
  }
  expect(await refusal({ scenario: 'favoured-friend', seed: '', members })).toBe('other-scenario')
  expect(
    await refusal({ scenario: 'ladder', seed: '', members: nobody.map((of) => ({ ...of, emissionRao: ['1'] })) }),
  ).toBe('too-early')
  expect(await refusal(undefined)).toBe('malformed')
})
