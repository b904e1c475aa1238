import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage } from '../../../../chain/devnet/scenario/open-stage.ts'
import type { ScenarioInput } from '../../../../chain/simulator/scenario/schema.ts'
import { scoringSettings } from '../../../../shared/scoring/settings.ts'
import { netUid } from '../../../../shared/units.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stage-'))
})
afterAll(() => rm(folder, { recursive: true }))

const ACTORS: ScenarioInput['actors'] = [{ role: 'validator' }, { role: 'miner' }]

async function stageOf(scenario: Partial<ScenarioInput>) {
  const file = join(folder, 'scenario.json')
  await writeFile(file, JSON.stringify({ name: 'few', actors: ACTORS, ...scenario }))
  return openStage(file)
}

describe('a scenario for processes', () => {
  test('tells validators its scoring and tasks, in rounds of theirs', async () => {
    const stage = await stageOf({ items: 64, network: { tempo: 21 }, scoring: { halfLifeRounds: 4, shape: 'softmax' } })
    const flags = await stage.validatorFlags(folder)
    // A round every 4 blocks of 21.
    const pairs = ['--items', '64', '--half-life-rounds', '21', '--weight-shape', 'softmax']
    expect(flags).toEqual(['--scoring', join(folder, 'scoring.json'), ...pairs])
    const written = scoringSettings.parse(JSON.parse(await readFile(join(folder, 'scoring.json'), 'utf8')))
    expect(written).toMatchObject({ halfLifeRounds: 21, trialRounds: 42, duplicateRounds: 16, shape: 'softmax' })
  })

  test('takes its subnet over, with the period of reveals', async () => {
    const network = { tempo: 30, revealPeriod: 3, hyperparameters: { kappa: 40_000 } } as const
    const callsOf = async (commitReveal: 'off' | 'manual') => {
      const { settings } = await stageOf({ network: { ...network, commitReveal } })
      return { ...settings, calls: settings.hyperparameters.map(({ call, argsFor }) => [call, ...argsFor(netUid(7))]) }
    }
    const kappa = ['sudo_set_kappa', 7, 40_000]
    expect(await callsOf('manual')).toMatchObject({
      tempo: 30,
      commitReveal: 'hash',
      calls: [['sudo_set_commit_reveal_weights_interval', 7, 3], kappa],
    })
    expect(await callsOf('off')).toMatchObject({ commitReveal: undefined, calls: [kappa] })
  })

  test.each<[string, Partial<ScenarioInput>, RegExp]>([
    ['drifting models', { drift: 0.1 }, /drift is 0.1.*valid is 0/],
    ['epochs of few blocks', { network: { tempo: 4 } }, /tempo is 4.*5 blocks or more/],
    ['other rounds', { round: { tasks: 'fixed' } }, /round\.tasks is fixed.*fresh/],
    ['answers that nobody compares', { round: { compared: false } }, /round\.compared is false.*true/],
    ['fewer uids', { network: { maxUids: 9 } }, /256 uids/],
    ['what no process plays', { actors: [...ACTORS, { role: 'miner', strategy: 'lazy' }] }, /a miner can be honest/],
  ])('is refused before anything starts: %s', async (_, scenario, message) => {
    await expect(stageOf(scenario)).rejects.toMatchObject({
      code: 'no-process',
      message: expect.stringMatching(message),
    })
  })
})
