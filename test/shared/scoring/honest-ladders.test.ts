import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataExamples } from '../../../miner/models/examples.ts'
import { trainLadder } from '../../../miner/models/ladder.ts'
import { committedLadder } from '../../../miner/models/ladder-folder.ts'
import { readManifest } from '../../../miner/models/manifest.ts'
import { splitTable } from '../../../shared/data/split.ts'
import { createLabelled } from '../../../shared/mechanism/labelled/labelled.ts'
import { measureModel } from '../../../shared/mechanism/measure.ts'
import type { Mechanism } from '../../../shared/mechanism/mechanism.ts'
import { openMechanism } from '../../../shared/mechanism/registry.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import { blobs } from '../../support/labelled-rows.ts'
import { seeded } from '../../support/seeded.ts'
import { playMechanism, tasksOfRound } from './support/play-mechanism.ts'

const ROUNDS = 10

async function answerAll<Task, Request, Answer>(
  mechanism: Mechanism<Task, Request, Answer>,
  bytes: Uint8Array,
  tasks: readonly Task[],
): Promise<readonly Answer[]> {
  const model = await openModel(bytes)
  const { answers } = await measureModel(mechanism, model, tasks)
  await model.close()
  return answers
}

describe.each(['glyphs', 'forecast', 'language', 'programs', 'retrieval'])('the six models of %s', (id) => {
  it('are accused of nothing and ranked in order, also when a copy of one joins them', async () => {
    const mechanism = await openMechanism(id)
    const rng = seeded(11)
    const folder = committedLadder(id)
    const { models } = await readManifest(folder)
    const tasks = mechanism.makeTasks(rng, tasksOfRound(models.length) * ROUNDS)
    const answers: (readonly unknown[])[] = []
    for (const { file } of models) answers.push(await answerAll(mechanism, await readFile(join(folder, file)), tasks))
    const players = [...models.map(({ name }, model) => ({ hotkey: name, model })), { hotkey: 'copy', model: 3 }]
    const { state, result } = playMechanism({ mechanism, tasks, answers, players, rng })

    const { weights, reasons, groups } = result
    expect(reasons.slice(0, 6).flat()).toEqual([])
    expect(reasons[6]).toEqual([expect.objectContaining({ tag: 'duplicate', of: models[3]!.name, size: 1, since: 0 })])
    expect(groups).toEqual([[3, 6]])
    for (let i = 1; i < 6; i++) expect(weights[i]!).toBeGreaterThan(weights[i - 1]!)
    const contributionOf = (hotkey: string) => state.standings.get(hotkey)!.contribution!.mean
    expect(contributionOf(models[5]!.name)).toBeGreaterThan(contributionOf(models[0]!.name))
    expect(Math.abs(contributionOf('copy'))).toBeLessThan(1e-6)
  })
})

describe("two people's models of the same data, whose classes overlap", () => {
  it('are near each other without copying, and accused of nothing', async () => {
    const rows = blobs(seeded(5), { rows: 4000, width: 3, classes: 3, spread: 2 })
    const { train, heldOut } = splitTable(rows, seeded(1))
    const mechanism = createLabelled(heldOut)
    const learning = { mechanism: createLabelled(train), examples: dataExamples(train) }
    const bytes = [1, 2].flatMap((seed) => trainLadder({ ...learning, rng: seeded(seed) }).map((rung) => rung.bytes))
    const rng = seeded(12)
    const tasks = mechanism.makeTasks(rng, tasksOfRound(bytes.length) * ROUNDS)
    const answers: (readonly Float32Array[])[] = []
    for (const model of bytes) answers.push(await answerAll(mechanism, model, tasks))
    const players = bytes.map((_, model) => ({ hotkey: `miner-${model}`, model }))
    const { result } = playMechanism({ mechanism, tasks, answers, players, rng })
    expect(result.reasons.flat()).toEqual([])
    expect(result.groups).toEqual([])
  })
})
