import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareLadders } from '../../../miner/models/compare.ts'
import { makeDataLadder } from '../../../miner/models/data-ladder.ts'
import { committedLadder, resolveManifest, toManifest, writeLadder } from '../../../miner/models/ladder-folder.ts'
import { MANIFEST_FILE, readManifest } from '../../../miner/models/manifest.ts'
import { readHeldOut } from '../../../shared/data/held-out.ts'
import { glyphs } from '../../../shared/mechanism/glyphs/glyphs.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import { blobs } from '../../support/labelled-rows.ts'
import { seeded } from '../../support/seeded.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('the committed ladder', () => {
  it('holds the files that its manifest names, and nothing else', async () => {
    const { models } = await readManifest(committedLadder('glyphs'))
    expect((await readdir(committedLadder('glyphs'))).sort()).toEqual(
      [...models.map(({ file }) => file), MANIFEST_FILE].sort(),
    )
    for (const { file, sha256 } of models) {
      const bytes = await readFile(join(committedLadder('glyphs'), file))
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
      expect(bytes.length).toBeLessThan(100_000)
    }
  })

  it('fits the glyphs mechanism and rises in accuracy and skill by visible steps', async () => {
    const { models } = await readManifest(committedLadder('glyphs'))
    expect(models).toHaveLength(6)
    for (const [i, { file, accuracy, skill }] of models.entries()) {
      const model = await openModel(await readFile(join(committedLadder('glyphs'), file)))
      await glyphs.checkModel(model)
      await model.close()
      if (i === 0) continue
      expect(accuracy! - models[i - 1]!.accuracy!).toBeGreaterThan(0.05)
      expect(skill - models[i - 1]!.skill).toBeGreaterThan(0.08)
    }
    expect(models.at(-1)!.accuracy).toBeGreaterThan(0.97)
  })
})

describe('a ladder folder', () => {
  it('comes back as it was written, with rows that only their owner reads', async () => {
    const { ladder, split } = await makeDataLadder(
      blobs(seeded(1), { rows: 100, width: 3, classes: 2, spread: 0.4 }),
      seeded(1),
    )
    const out = join(folder, 'deep', 'ladder')
    const manifest = toManifest(ladder, 'seed', split)
    await writeLadder(out, manifest, ladder, split)
    expect(await readManifest(out)).toEqual(manifest)
    const { models, heldOut, fresh } = resolveManifest(manifest, out)
    expect(await readHeldOut(heldOut!)).toEqual(split.heldOut)
    expect(await readHeldOut(fresh!)).toEqual(split.fresh)
    expect((await stat(heldOut!)).mode & 0o777).toBe(0o600)
    for (const [i, { file }] of models.entries())
      expect(new Uint8Array(await readFile(file))).toEqual(ladder.models[i]!.bytes)
  })

  it('is refused without a manifest or with something else in its place', async () => {
    await expect(readManifest(join(folder, 'none'))).rejects.toMatchObject({ code: 'no-ladder' })
    for (const text of ['', '[]', '{"mechanism":"chess"}', '{']) {
      await writeFile(join(folder, MANIFEST_FILE), text)
      await expect(readManifest(folder)).rejects.toMatchObject({ code: 'malformed' })
    }
  })
})

describe('compareLadders', () => {
  it('tells equal, different and incomparable ladders apart', async () => {
    const committed = await readManifest(committedLadder('glyphs'))
    expect(compareLadders(committed, committed)).toMatchObject({ isEqual: true })
    expect(compareLadders({ ...committed, seed: 'other' }, committed)).toMatchObject({
      isEqual: false,
      text: expect.stringMatching(/^Not compared/),
    })
    const [first, ...others] = committed.models
    const changed = { ...committed, models: [{ ...first!, sha256: '0'.repeat(64) }, ...others] }
    expect(compareLadders(changed, committed)).toMatchObject({
      isEqual: false,
      text: expect.stringMatching(/glyphs-1; the program/),
    })
    expect(compareLadders({ ...changed, node: 'v99' }, committed).text).toMatch(/Node v99|v99, which/)
    expect(compareLadders({ ...committed, models: others }, committed).isEqual).toBe(false)
  })
})
