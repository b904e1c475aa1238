import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compareLadders } from '../../../miner/models/compare.ts'
import { makeDataLadder } from '../../../miner/models/data-ladder.ts'
import { committedLadder, resolveManifest, toManifest, writeLadder } from '../../../miner/models/ladder-folder.ts'
import { MANIFEST_FILE, readManifest } from '../../../miner/models/manifest.ts'
import { RECIPES } from '../../../miner/models/recipes.ts'
import { readHeldOut } from '../../../shared/data/held-out.ts'
import { measureModel } from '../../../shared/mechanism/measure.ts'
import { openMechanism } from '../../../shared/mechanism/registry.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import { blobs } from '../../support/labelled-rows.ts'
import { seeded } from '../../support/seeded.ts'

/** Enough to know a skill to a few hundredths. */
const FRESH_TASKS = 800
/** Between neighbours, so that a few hundred tasks tell them apart. */
const LEAST_GAP = 0.03

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe.each(Object.keys(RECIPES))('the committed ladder of %s', (id) => {
  const root = committedLadder(id)

  it('holds the files that its manifest names, and nothing else', async () => {
    const { models } = await readManifest(root)
    expect((await readdir(root)).sort()).toEqual([...models.map(({ file }) => file), MANIFEST_FILE].sort())
    for (const { file, sha256 } of models) {
      const bytes = await readFile(join(root, file))
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
      expect(bytes.length).toBeLessThan(150_000)
    }
  })

  it('answers this version of the mechanism, and is as good as it says on tasks that nobody has seen', async () => {
    const { models, ...about } = await readManifest(root)
    const mechanism = await openMechanism(id)
    expect(about).toMatchObject({ mechanism: id, version: mechanism.version })
    expect(about.difficulty).toBe(mechanism.difficulty.default)
    expect(models.length).toBeGreaterThanOrEqual(6)
    const tasks = mechanism.makeTasks(seeded(1), FRESH_TASKS)
    for (const [i, { file, skill }] of models.entries()) {
      const model = await openModel(await readFile(join(root, file)))
      await mechanism.checkModel(model)
      expect(Math.abs((await measureModel(mechanism, model, tasks)).skill - skill)).toBeLessThan(0.06)
      await model.close()
      if (i > 0) expect(skill - models[i - 1]!.skill).toBeGreaterThan(LEAST_GAP)
    }
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
