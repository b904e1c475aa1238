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
/** What the ramp with the exponent 2 pays for these skills, of 10^9. */
const SKILLS = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
const members = SKILLS.map((skill, i) => ({
  name: `honest ${i + 1}`,
  hotkey: '',
  skill,
  emissionRao: ['1', String(Math.round(((skill - 0.05) / 0.95) ** 2 * 1e9))],
}))
const nobody = ['guesser', 'offline'].map((name) => ({ name, hotkey: '', skill: null, emissionRao: ['5', '0'] }))

async function reportWith(stage: unknown): Promise<string> {
  const file = join(folder, 'report.json')
  await writeFile(file, JSON.stringify({ stage }))
  return file
}

test('a run that paid as the ramp pays agrees with its simulation', async () => {
  const file = await reportWith({ scenario: 'ladder', seed: '', members: [...members, ...nobody] })
  const agreement = await compareWithReport('ladder', file, OPTIONS)
  expect(agreement.isSameOrder).toBe(true)
  expect(agreement.worst).toBeLessThan(0.03)
  expect(renderAgreement(agreement, 0.05)).toContain('the same order')
})

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
