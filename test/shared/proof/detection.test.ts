import { beforeAll, describe, expect, it } from 'vitest'
import { glyphs } from '../../../shared/mechanism/glyphs/glyphs.ts'
import { programs } from '../../../shared/mechanism/programs/programs.ts'
import { judgeProof, judgeProofs } from '../../../shared/proof/judge.ts'
import type { AnswersCheck } from '../../../shared/proof/verify-answers.ts'
import { CHEATS, HARMLESS, HONEST, measureDetection } from '../../support/detection.ts'
import { seeded } from '../../support/seeded.ts'

/** Not the networks that the limits were fitted on: those had seeds from 101 to 106. */
const NETWORKS = [
  { mechanism: glyphs, seed: 1, hidden: 64, steps: 250 },
  { mechanism: glyphs, seed: 2, hidden: 24, steps: 120 },
  { mechanism: programs, seed: 3, hidden: 48, steps: 150 },
] as const
/** Digits, and numbers modulo ten. */
const CLASSES = 10
const PROOFS = 24

let checks: ReadonlyMap<string, readonly AnswersCheck[]>[]
beforeAll(async () => {
  checks = []
  for (const { seed, ...network } of NETWORKS)
    checks.push(await measureDetection({ ...network, classes: CLASSES, rng: seeded(seed), proofs: PROOFS }))
})

const all = (name: string) => checks.flatMap((measured) => measured.get(name)!)
/** Verdicts of rounds of three proofs each. */
const verdicts = (name: string) => {
  const list = all(name)
  return Array.from({ length: list.length / 3 }, (_, i) => judgeProofs(list.slice(3 * i, 3 * i + 3)))
}

describe('proofs of inference', () => {
  it.each(HONEST)('never accuse the registered model: %s', (name) => {
    expect(all(name).length).toBe(NETWORKS.length * PROOFS)
    expect(new Set(all(name).map(judgeProof))).toEqual(new Set(['passed']))
    expect(new Set(verdicts(name))).toEqual(new Set(['verified']))
  })

  it.each(HARMLESS)('do not mind what changes nothing: %s', (name) => {
    expect(verdicts(name)).not.toContain('other-model')
  })

  it.each(CHEATS)('find another model: %s', (name) => {
    const caught = all(name).filter((check) => judgeProof(check) === 'failed').length
    expect(caught / all(name).length).toBeGreaterThan(0.97)
    expect(verdicts(name)).not.toContain('verified')
    expect(verdicts(name).filter((verdict) => verdict === 'other-model').length).toBeGreaterThan(
      0.9 * verdicts(name).length,
    )
  })

  it('find most other hidden layers by the proof alone, without looking at answers', () => {
    for (const name of ['int8', 'pruned', 'twentySteps', 'otherSeed']) {
      const blind = all(name).map((check) => judgeProof({ ...check, answerGap: 0 }))
      expect(blind.filter((outcome) => outcome === 'failed').length / blind.length).toBeGreaterThan(0.95)
    }
  })

  it('find another last layer under the same hidden one by its answers', () => {
    expect(
      all('otherHead').every(({ exponentMismatch, mantissaError }) => exponentMismatch + mantissaError === 0),
    ).toBe(true)
    expect(new Set(all('otherHead').map(judgeProof))).toEqual(new Set(['failed']))
  })
})
