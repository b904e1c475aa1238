import { expect, it } from 'vitest'
import { isCurrentScoreKey, toMechanismKey, toScoreKey } from '../../validator/score-key.ts'

it('differs by mechanism, version and data, and from what older programs wrote', () => {
  const digest = 'ab'.repeat(32)
  const keys = [
    toScoreKey({ id: 'glyphs', version: 1 }),
    toScoreKey({ id: 'glyphs', version: 2 }),
    toScoreKey({ id: 'labelled', version: 1 }, digest),
    toScoreKey({ id: 'labelled', version: 1 }, 'cd'.repeat(32)),
  ]
  expect(keys[0]).toBe('skill@3/glyphs@1')
  expect(keys[2]).toBe('skill@3/labelled@1/abababababababab')
  expect(keys.map(toMechanismKey)).toEqual([
    'glyphs@1',
    'glyphs@2',
    'labelled@1/abababababababab',
    'labelled@1/cdcdcdcdcdcdcdcd',
  ])
  expect(new Set(keys).size).toBe(4)
  expect(keys.every(isCurrentScoreKey)).toBe(true)
  expect(isCurrentScoreKey('glyphs@1')).toBe(false)
  expect(isCurrentScoreKey('skill@2/glyphs@1')).toBe(false)
  expect(isCurrentScoreKey('skill/glyphs@1')).toBe(false)
  expect(isCurrentScoreKey('labelled@1/abababababababab')).toBe(false)
})
