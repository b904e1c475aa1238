import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { MECHANISMS, openMechanism } from '../../../shared/mechanism/registry.ts'
import { isDuplicate, ratioOf } from '../../../shared/scoring/pair-evidence.ts'
import { settingsFor } from '../../../shared/scoring/settings.ts'

const pair = z.object({
  mechanism: z.string(),
  a: z.string(),
  b: z.string(),
  distance: z.number(),
  room: z.number(),
  gap: z.number(),
  gapVariance: z.number(),
  alike: z.number(),
  telling: z.number(),
})

/** Models of two trainings, same rungs and neighbours: see measure-trainings.ts beside the file. */
const { pairs } = z
  .object({ pairs: z.array(pair) })
  .parse(JSON.parse(readFileSync(new URL('../../vectors/scoring/separate-trainings.json', import.meta.url), 'utf8')))

/** Those of `labelled` depend on the data: honest-ladders.test.ts trains some. */
const ids = Object.keys(MECHANISMS).filter((id) => id !== 'labelled')

describe.each(ids)('models of %s', async (id) => {
  const mechanism = await openMechanism(id)
  // Without one, only `identicalRatio` makes duplicates.
  const { separateRatio = 0 } = mechanism
  const measured = pairs
    .filter(({ mechanism }) => mechanism === id)
    .map((likeness) => ({ ...likeness, rounds: 30, since: undefined }))
  const isOfTwo = ({ a, b }: { a: string; b: string }) => a.includes('of') !== b.includes('of')

  it('are duplicates neither of a separate training nor of their neighbours', () => {
    const settings = settingsFor(mechanism)
    expect(measured.filter(isOfTwo)).toHaveLength(16)
    expect(measured).toHaveLength(26)
    expect(measured.filter((evidence) => isDuplicate(evidence, settings))).toEqual([])
  })

  it('of two trainings are no nearer than the mechanism says', () => {
    expect(Math.min(...measured.filter(isOfTwo).map(ratioOf))).toBeGreaterThan(separateRatio)
  })

  it('keep a quarter of every limit between them and being duplicates', () => {
    const settings = settingsFor({ separateRatio: 1.25 * separateRatio }, { closeRatio: 0.05 })
    const wider = {
      ...settings,
      identicalRatio: 1.25 * settings.identicalRatio,
      nearProgress: 1.25 * settings.nearProgress,
      sameShare: settings.sameShare / 1.25,
    }
    expect(measured.filter((evidence) => isDuplicate(evidence, wider))).toEqual([])
  })
})
