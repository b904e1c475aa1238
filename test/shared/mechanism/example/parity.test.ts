import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { mechanism } from '../../../../shared/mechanism/example/parity.ts'
import { measureAnswers } from '../../../../shared/mechanism/measure.ts'
import { openMechanism } from '../../../../shared/mechanism/registry.ts'
import { seeded } from '../../../support/seeded.ts'

const PATH = 'shared/mechanism/example/parity.ts'
const tasks = mechanism.makeTasks(seeded(1), 4000)
const skillOf = (wire: unknown): number => measureAnswers(mechanism, tasks, mechanism.parseAnswers(wire, tasks)).skill

describe('the example of an own mechanism', () => {
  it('opens by its path and is short', async () => {
    expect((await openMechanism(`./${PATH}`)).id).toBe('parity')
    expect((await readFile(PATH, 'utf8')).split('\n').length).toBeLessThan(100)
  })

  it('gives the law a skill of 1 and naive answers 0', () => {
    expect(skillOf(mechanism.referenceAnswers?.(tasks))).toBeCloseTo(1, 6)
    expect(skillOf(mechanism.naiveAnswers(tasks))).toBe(0)
  })

  it('states the scale that its tasks have', () => {
    expect(mechanism.scaleOf(tasks).perfect).toBeCloseTo(mechanism.scale.perfect, 1)
    expect(mechanism.scaleOf(tasks).chance).toBe(mechanism.scale.chance)
    for (const [difficulty, least, most] of [
      [0, 0.95, 0.99],
      [1, 0.64, 0.72],
    ] as const) {
      const harder = mechanism.makeTasks(seeded(2), 4000, difficulty)
      const shown = harder.filter(({ label, odd }) => (odd > 0.5 ? 1 : 0) === label).length / harder.length
      expect(shown).toBeGreaterThan(least)
      expect(shown).toBeLessThan(most)
    }
  })
})
