import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeHeldOut } from '../../../shared/data/held-out.ts'
import { MECHANISM_IDS } from '../../../shared/mechanism/names.ts'
import { MECHANISMS, openMechanism } from '../../../shared/mechanism/registry.ts'
import { blobs } from '../../support/labelled-rows.ts'
import { seeded } from '../../support/seeded.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registry-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('openMechanism', () => {
  it('opens every mechanism that it lists', async () => {
    for (const id of MECHANISM_IDS) expect((await openMechanism(id)).id).toBe(id)
    expect(Object.keys(MECHANISMS).sort()).toEqual(MECHANISM_IDS.toSorted())
  })

  it('opens labelled with held-out rows for a validator', async () => {
    const path = join(folder, 'rows')
    await writeHeldOut(path, blobs(seeded(1), { rows: 30, width: 2, classes: 3, spread: 1 }))
    const mechanism = await openMechanism('labelled', { heldOut: path })
    expect(mechanism.makeTasks(seeded(1), 4)).toHaveLength(4)
    expect(mechanism.scale.chance).toBeCloseTo(-Math.log(3), 12)
  })

  it('names the valid ones for an unknown id', async () => {
    await expect(openMechanism('digits')).rejects.toMatchObject({ code: 'unknown-mechanism' })
    await expect(openMechanism('digits')).rejects.toThrow(/"digits".*glyphs, labelled.*\.\/mine\.ts/)
    await expect(openMechanism('toString')).rejects.toMatchObject({ code: 'unknown-mechanism' })
  })

  it('says when the held-out file is missing or something else', async () => {
    await expect(openMechanism('labelled', { heldOut: join(folder, 'none') })).rejects.toMatchObject({
      code: 'no-held-out',
    })
    await writeFile(join(folder, 'text'), 'label,a\n1,2\n')
    await expect(openMechanism('labelled', { heldOut: join(folder, 'text') })).rejects.toMatchObject({
      code: 'malformed',
    })
  })
})
