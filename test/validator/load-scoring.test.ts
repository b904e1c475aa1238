import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import type { Mechanism } from '../../shared/mechanism/mechanism.ts'
import { toSizes } from '../../shared/round/sizes.ts'
import { settingsFor } from '../../shared/scoring/settings.ts'
import { toDeadlines } from '../../validator/deadlines.ts'
import { loadScoring } from '../../validator/load-scoring.ts'
import { temporaryPath } from './support/database.ts'

const FLAGS = { halfLifeRounds: 7, shape: 'softmax' } as const
const mechanism = glyphs as Mechanism

const fileOf = (text: string): string => {
  const path = temporaryPath('scoring.json')
  writeFileSync(path, text)
  return path
}

describe('settings of scoring', () => {
  it('are what fits the mechanism without a file', async () => {
    expect(await loadScoring(undefined, FLAGS, mechanism)).toEqual(settingsFor(glyphs, FLAGS))
  })

  it('take those of a file, and of flags', async () => {
    const path = fileOf('{"latencyShare": 0.1, "nearRatio": 0, "halfLifeRounds": 7}')
    const expected = settingsFor(glyphs, { ...FLAGS, latencyShare: 0.1, nearRatio: 0 })
    expect(await loadScoring(path, FLAGS, mechanism)).toEqual(expected)
  })

  it.each([
    ['no-scoring', '{'],
    ['malformed', '[]'],
    ['malformed', 'null'],
    ['malformed', '{"latencyShare": 2}'],
    ['malformed', '{"latencyshare": 0.1}'],
  ])('say what is wrong: %s for %s', async (code, text) => {
    await expect(loadScoring(fileOf(text), FLAGS, mechanism)).rejects.toMatchObject({ code })
  })

  it.each([
    ['{"latencyshare": 0.1}', /did you mean latencyShare\?$/],
    ['{"halfLifeRounds": 99}', /^halfLifeRounds is 99 in .* and 7 by --half-life-rounds; leave it out there/],
    ['{"shape": "ramp"}', /^shape is "ramp" in .* and softmax by --weight-shape/],
  ])('say what would be valid instead of %s', async (text, message) => {
    await expect(loadScoring(fileOf(text), FLAGS, mechanism)).rejects.toThrow(message)
  })

  it('say when there is no file', async () => {
    await expect(loadScoring('/nowhere.json', FLAGS, mechanism)).rejects.toMatchObject({ code: 'no-scoring' })
  })
})

it('tasks are split so that most of them rank, and every number of them adds up', () => {
  expect(toSizes(128)).toEqual({ shared: 102, own: 20, canaries: 6 })
  expect(toSizes(1)).toEqual({ shared: 1, own: 0, canaries: 0 })
  for (let items = 1; items <= 4096; items++) {
    const { shared, own, canaries } = toSizes(items)
    expect(shared + own + canaries).toBe(items)
    expect(Math.min(shared - 1, own, canaries)).toBeGreaterThanOrEqual(0)
  }
})

it('both phases together take no longer than a round may', () => {
  for (const deadlineMs of [50, 100, 2_000, 4_001]) {
    const { commitMs, revealMs } = toDeadlines(deadlineMs)
    expect(commitMs + revealMs).toBe(deadlineMs)
    expect(commitMs).toBeGreaterThan(revealMs)
  }
})
