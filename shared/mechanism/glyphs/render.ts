import type { Rng } from '../../rng.ts'
import { drawDistractor } from './distractor.ts'
import { drawSegment, erase, GLYPH_SIDE } from './picture.ts'
import type { Stroke } from './strokes.ts'
import type { Range, Style } from './style.ts'

const between = (rng: Rng, [low, high]: Range): number => low + (high - low) * rng.uniform()
const around = (rng: Rng, half: number): number => (2 * rng.uniform() - 1) * half
/** A whole number with this mean, one of its two neighbours. */
const aboutSoMany = (rng: Rng, mean: number): number => Math.floor(mean + rng.uniform())

/**
 * Draws a glyph into `pixels` under a random rotation, shear, scale and shift, with a random pen, then what is to
 * mislead: foreign strokes, missing patches and noise. The picture is a pure function of the generator's state.
 */
export function renderGlyph(rng: Rng, strokes: readonly Stroke[], pixels: Float32Array, style: Style): void {
  const place = drawPlacement(rng, style)
  const pen = between(rng, style.penPx)
  const ink = between(rng, style.ink)

  pixels.fill(0)
  for (const stroke of strokes) {
    let from: readonly [number, number] | undefined
    for (let i = 0; i + 1 < stroke.length; i += 2) {
      const x = (stroke[i] ?? 0) + style.wobble * rng.normal()
      const y = (stroke[i + 1] ?? 0) + style.wobble * rng.normal()
      const to = place(x, y)
      if (from !== undefined) drawSegment({ pixels, pen, ink, x0: from[0], y0: from[1], x1: to[0], y1: to[1] })
      from = to
    }
  }
  for (let left = aboutSoMany(rng, style.distractors); left > 0; left--)
    drawDistractor(rng, pixels, { pen, ink: ink * between(rng, [0.6, 1]) })
  for (let left = aboutSoMany(rng, style.patches); left > 0; left--) {
    const width = 2 + rng.below(style.patchPx - 1)
    const height = 2 + rng.below(style.patchPx - 1)
    erase(pixels, rng.below(GLYPH_SIDE - width + 1), rng.below(GLYPH_SIDE - height + 1), width, height)
  }
  for (let i = 0; i < pixels.length; i++) pixels[i] = (pixels[i] ?? 0) + style.noise * rng.normal()
}

/** From the unit square into the picture. */
function drawPlacement(rng: Rng, style: Style): (x: number, y: number) => readonly [x: number, y: number] {
  const turn = around(rng, style.rotation)
  const shear = around(rng, style.shear)
  const scaleX = between(rng, style.scalePx)
  const scaleY = between(rng, style.scalePx)
  const centreX = GLYPH_SIDE / 2 - 0.5 + around(rng, style.shiftPx)
  const centreY = GLYPH_SIDE / 2 - 0.5 + around(rng, style.shiftPx)
  const cos = Math.cos(turn)
  const sin = Math.sin(turn)
  return (x, y) => {
    const [u, v] = [x - 0.5, y - 0.5]
    return [centreX + scaleX * (u * cos - v * sin + shear * v), centreY + scaleY * (u * sin + v * cos)]
  }
}
