import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLadder } from '../../../chain/devnet/models.ts'
import { measureSkill, openFreshSample } from '../../../chain/devnet/skill.ts'
import { seeded } from '../../support/seeded.ts'

let out: string
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'ladder-'))
})
afterAll(() => rm(out, { recursive: true }))

const open = (mechanism: string | undefined, data?: { file: string; label: string }) =>
  openLadder({ mechanism, data, out, seed: '1' }, new AbortController().signal)

describe('the models of a run', () => {
  it('are the committed ones of glyphs unless said otherwise', async () => {
    const { mechanism, models } = await open(undefined)
    expect(mechanism).toBe('glyphs')
    expect(models.map(({ name }) => name)).toEqual([1, 2, 3, 4, 5, 6].map((rung) => `glyphs-${rung}`))
    for (const { file } of models) await access(file)
  })

  it("are trained for a person's own mechanism, and measured by its own score", async () => {
    const ladder = await open('./shared/mechanism/example/parity.ts')
    expect(isAbsolute(ladder.mechanism)).toBe(true)
    expect(ladder.models).toHaveLength(6)
    const sample = await openFreshSample(seeded(1), ladder)
    const skills: (number | undefined)[] = []
    for (const { name, file } of ladder.models)
      skills.push(await measureSkill({ tag: 'model', file, label: name }, sample, seeded(2)))
    expect(skills).toEqual(skills.toSorted((a, b) => a! - b!))
    expect(skills.at(-1)! - skills[0]!).toBeGreaterThan(0.4)
    const random = await measureSkill({ tag: 'random', file: ladder.models[0]!.file }, sample, seeded(2))
    expect(random).toBe(0)
    expect(await measureSkill({ tag: 'offline' }, sample, seeded(2))).toBeUndefined()
  })

  it('are refused for data that the mechanism does not take, and for labelled without data', async () => {
    const data = { file: 'x.csv', label: 'label' }
    await expect(open('glyphs', data)).rejects.toMatchObject({ code: 'data-mismatch' })
    await expect(open('labelled')).rejects.toMatchObject({ code: 'data-mismatch' })
  })
})
