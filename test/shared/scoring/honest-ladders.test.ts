import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { committedLadder } from '../../../miner/models/ladder-folder.ts'
import { readManifest } from '../../../miner/models/manifest.ts'
import { measureModel } from '../../../shared/mechanism/measure.ts'
import { openMechanism } from '../../../shared/mechanism/registry.ts'
import { openModel } from '../../../shared/model/onnx.ts'
import { mechanismSpace } from '../../../shared/scoring/answer-space.ts'
import { errorsOf } from '../../../shared/scoring/errors-of.ts'
import type { ScoredRound } from '../../../shared/scoring/round.ts'
import { settingsFor } from '../../../shared/scoring/settings.ts'
import { afterRound, EMPTY_STATE } from '../../../shared/scoring/state.ts'
import { toWeights } from '../../../shared/scoring/to-weights.ts'
import { seeded } from '../../support/seeded.ts'

const SHARED = 102
const SLICE = 26
const CANARIES = 6
const ROUNDS = 10

/** Every committed ladder, through nothing but the interface of a mechanism. */
describe.each(['glyphs', 'forecast', 'language', 'programs', 'retrieval'])('the six models of %s', (id) => {
  it('are accused of nothing and ranked in order, also when a copy of one joins them', async () => {
    const mechanism = await openMechanism(id)
    const settings = settingsFor(mechanism)
    const rng = seeded(11)
    const folder = committedLadder(id)
    const { models } = await readManifest(folder)
    const perRound = SHARED + models.length * (SLICE + CANARIES)
    const tasks = mechanism.makeTasks(rng, perRound * ROUNDS)
    const answers: (readonly unknown[])[] = []
    for (const { file } of models) {
      const model = await openModel(await readFile(join(folder, file)))
      answers.push((await measureModel(mechanism, model, tasks)).answers)
      await model.close()
    }
    const players = [...models.map(({ name }, model) => ({ hotkey: name, model })), { hotkey: 'copy', model: 3 }]

    let state = EMPTY_STATE
    for (let number = 0; number < ROUNDS; number++) {
      const from = number * perRound
      const shared = tasks.slice(from, from + SHARED)
      const scale = mechanism.scaleOf(shared)
      const given = players.map(({ model }) => answers[model]!.slice(from, from + SHARED))
      const round: ScoredRound = {
        number,
        scale,
        miners: players.map(({ hotkey, model }, position) => {
          const start = from + SHARED + model * (SLICE + CANARIES)
          const own = tasks.slice(start, start + SLICE)
          const canaries = tasks
            .slice(start + SLICE, start + SLICE + CANARIES)
            .map((task) => mechanism.toCanary(task, rng))
          const scoresOf = (some: readonly unknown[], at: number) =>
            Float64Array.from(some, (task, i) => mechanism.score(task, answers[model]![at + i]))
          return {
            hotkey,
            proof: 'absent',
            answers: {
              shared: scoresOf(shared, from),
              errors: errorsOf(mechanism, shared, given[position]!),
              slice: scoresOf(own, start),
              sliceScale: mechanism.scaleOf(own),
              canaries: scoresOf(canaries, start + SLICE),
              canaryScale: mechanism.scaleOf(canaries),
              latencyMs: undefined,
            },
          }
        }),
        space: mechanismSpace({ mechanism, tasks: shared, answers: given, scale }),
      }
      state = afterRound(state, round, settings)
    }
    const miners = players.map(({ hotkey }, uid) => ({
      hotkey,
      uid,
      modelBlock: uid,
      model: hotkey,
      registeredBlock: 0,
    }))
    const { weights, reasons, groups } = toWeights({ state, miners }, settings)
    expect(reasons.slice(0, 6).flat()).toEqual([])
    expect(reasons[6]).toEqual([expect.objectContaining({ tag: 'duplicate', of: models[3]!.name, size: 1, since: 0 })])
    expect(groups).toEqual([[3, 6]])
    for (let i = 1; i < 6; i++) expect(weights[i]!).toBeGreaterThan(weights[i - 1]!)
    const best = state.standings.get(models[5]!.name)!.contribution!.mean
    expect(best).toBeGreaterThan(state.standings.get(models[0]!.name)!.contribution!.mean)
    expect(Math.abs(state.standings.get('copy')!.contribution!.mean)).toBeLessThan(1e-6)
  })
})
