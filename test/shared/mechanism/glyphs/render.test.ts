import { describe, expect, it } from 'vitest'
import { glyphs } from '../../../../shared/mechanism/glyphs/glyphs.ts'
import { GLYPH_PIXELS, renderGlyph } from '../../../../shared/mechanism/glyphs/render.ts'
import { GLYPHS } from '../../../../shared/mechanism/glyphs/strokes.ts'
import { seeded } from '../../../support/seeded.ts'

describe('rendered glyphs', () => {
  it('are drawn with ink on a clear paper', () => {
    for (const { inputs } of glyphs.makeTasks(seeded(4), 300)) {
      expect(inputs.length).toBe(GLYPH_PIXELS)
      expect(inputs.every(Number.isFinite)).toBe(true)
      const ink = inputs.filter((pixel) => pixel > 0.4).length
      expect(ink).toBeGreaterThan(8)
      expect(ink).toBeLessThan(GLYPH_PIXELS / 2)
    }
  })

  it('draw nothing but noise for no strokes', () => {
    const pixels = new Float32Array(GLYPH_PIXELS)
    renderGlyph(seeded(1), [], pixels)
    const deviation = Math.sqrt(pixels.reduce((sum, pixel) => sum + pixel ** 2, 0) / GLYPH_PIXELS)
    expect(deviation).toBeGreaterThan(0.1)
    expect(deviation).toBeLessThan(0.2)
  })

  it('keep the strokes inside the unit square', () => {
    for (const stroke of GLYPHS.flat()) for (const x of stroke) expect(Math.abs(x - 0.5)).toBeLessThanOrEqual(0.5)
  })
})
