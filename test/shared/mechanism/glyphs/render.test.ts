import { describe, expect, it } from 'vitest'
import { glyphs } from '../../../../shared/mechanism/glyphs/glyphs.ts'
import { GLYPH_PIXELS } from '../../../../shared/mechanism/glyphs/picture.ts'
import { renderGlyph } from '../../../../shared/mechanism/glyphs/render.ts'
import { GLYPHS } from '../../../../shared/mechanism/glyphs/strokes.ts'
import { styleOf } from '../../../../shared/mechanism/glyphs/style.ts'
import { seeded } from '../../../support/seeded.ts'

describe('rendered glyphs', () => {
  it('are drawn with ink on a clear paper', () => {
    for (const { inputs } of glyphs.makeTasks(seeded(4), 300, 0)) {
      expect(inputs.length).toBe(GLYPH_PIXELS)
      expect(inputs.every(Number.isFinite)).toBe(true)
      const ink = inputs.filter((pixel) => pixel > 0.4).length
      expect(ink).toBeGreaterThan(8)
      expect(ink).toBeLessThan(GLYPH_PIXELS / 2)
    }
  })

  it.each([0, 0.5, 1])('draw noise as strong as difficulty %d says for no strokes', (difficulty) => {
    const pixels = new Float32Array(GLYPH_PIXELS)
    const { noise, ...style } = styleOf(difficulty)
    renderGlyph(seeded(1), [], pixels, { ...style, noise, distractors: 0 })
    const deviation = Math.sqrt(pixels.reduce((sum, pixel) => sum + pixel ** 2, 0) / GLYPH_PIXELS)
    expect(deviation / noise).toBeGreaterThan(0.85)
    expect(deviation / noise).toBeLessThan(1.15)
  })

  it('hold foreign strokes and miss patches, and stay inside the picture', () => {
    const style = { ...styleOf(0), noise: 0 }
    const draw = (part: Partial<typeof style>) => {
      const pixels = new Float32Array(GLYPH_PIXELS)
      renderGlyph(seeded(2), GLYPHS[1]!, pixels, { ...style, ...part })
      return pixels
    }
    const plain = draw({})
    const misled = draw({ distractors: 3 })
    expect(misled.every((pixel, i) => pixel >= plain[i]!)).toBe(true)
    expect(misled.filter((pixel, i) => pixel > plain[i]! + 0.1).length).toBeGreaterThan(5)
    const patched = draw({ patches: 40 })
    expect(patched.every((pixel, i) => pixel === plain[i]! || pixel === 0)).toBe(true)
    expect(patched.filter((pixel) => pixel > 0).length).toBeLessThan(plain.filter((pixel) => pixel > 0).length / 2)
  })

  it('keep the strokes inside the unit square', () => {
    for (const stroke of GLYPHS.flat()) for (const x of stroke) expect(Math.abs(x - 0.5)).toBeLessThanOrEqual(0.5)
  })
})
