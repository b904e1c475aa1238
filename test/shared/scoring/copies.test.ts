import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { downgradeModel } from '../../../miner/models/downgrade.ts'
import { committedLadder } from '../../../miner/models/ladder-folder.ts'
import { readManifest } from '../../../miner/models/manifest.ts'
import { measureModel } from '../../../shared/mechanism/measure.ts'
import { MECHANISMS, openMechanism } from '../../../shared/mechanism/registry.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import type { Rng } from '../../../shared/rng.ts'
import { DEFAULT_SCORING } from '../../../shared/scoring/settings.ts'
import { seeded } from '../../support/seeded.ts'
import { blended, noisy, sharpened, spoiled, tailSwapped } from './support/copies.ts'
import { playMechanism, tasksOfRound } from './support/play-mechanism.ts'

/** As long as a newcomer is on trial: by then every copy must be told from what it copies alone. */
const ROUNDS = DEFAULT_SCORING.trialRounds

type Copy = (
  rows: Float32Array,
  others: { readonly below: Float32Array; readonly rng: Rng; readonly width: number },
) => Float32Array

/** What is done to the answers of a model. Where models of separate trainings are as near as these, none counts. */
const COPIES: Readonly<Record<string, Copy>> = {
  noise: (rows, { rng, width }) => noisy(rows, 0.1, rng, width),
  spoiled: (rows, { rng, width }) => spoiled(rows, 0.2, rng, width),
  flattened: (rows, { width }) => sharpened(rows, 0.7, width),
  sharpened: (rows, { width }) => sharpened(rows, 1.4, width),
  'flattened, its order disturbed': (rows, { width }) => tailSwapped(sharpened(rows, 0.7, width), width),
  'sharpened, its order disturbed': (rows, { width }) => tailSwapped(sharpened(rows, 1.4, width), width),
  blend: (rows, { below }) => blended(rows, below, 0.05),
}

describe.each(Object.keys(MECHANISMS).filter((id) => id !== 'labelled'))('copies of a model of %s', (id) => {
  it.each([3, 6])('share the place of number %i, and nobody else is touched', async (rung) => {
    const mechanism = await openMechanism(id)
    const rng = seeded(21)
    const folder = committedLadder(id)
    const { models } = await readManifest(folder)
    const [below, original] = await Promise.all(
      models.slice(rung - 2, rung).map(({ file }) => readFile(join(folder, file))),
    )
    const kinds = mechanism.separateRatio === undefined ? [] : Object.entries(COPIES)
    const tasks = mechanism.makeTasks(rng, tasksOfRound(3 + kinds.length) * ROUNDS)
    const rowsOf = async (bytes: Uint8Array): Promise<Float32Array[]> => {
      const model = await openModel(bytes)
      const { answers } = await measureModel(mechanism, model, tasks)
      await model.close()
      return answers.filter((answer) => answer instanceof Float32Array)
    }
    const real = [await rowsOf(below!), await rowsOf(original!), await rowsOf(downgradeModel(original!))]
    const width = real[0]![0]!.length
    const [flatBelow, flat] = real.map((rows) => Float32Array.from(rows.flatMap((row) => [...row])))
    const made = kinds.map(([, copy]) => {
      const rows = copy(flat!, { below: flatBelow!, rng, width })
      return tasks.map((_, task) => rows.slice(task * width, (task + 1) * width))
    })
    const answers = [...real, ...made]
    const hotkeys = ['below', 'original', 'int8', ...kinds.map(([name]) => name)]
    const players = hotkeys.map((hotkey, model) => ({ hotkey, model }))
    const { result } = playMechanism({ mechanism, tasks, answers, players, rng })

    const tags = result.reasons.map((findings) => findings.map(({ tag }) => tag))
    const expected = hotkeys.map((_, i) => (i < 2 ? [] : ['duplicate']))
    expect(Object.fromEntries(hotkeys.map((hotkey, i) => [hotkey, tags[i]]))).toEqual(
      Object.fromEntries(hotkeys.map((hotkey, i) => [hotkey, expected[i]])),
    )
    expect(result.groups).toEqual([hotkeys.slice(1).map((_, i) => i + 1)])
  })
})
