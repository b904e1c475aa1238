import type { Rng } from '../../rng.ts'
import type { Stroke } from './strokes.ts'

/** Side of a picture in pixels. */
export const GLYPH_SIDE = 16
/** Values of a picture, row by row, ink near 1 and paper near 0. */
export const GLYPH_PIXELS = GLYPH_SIDE * GLYPH_SIDE

/** How much the pictures of one class vary: half-widths of uniform draws unless said otherwise. */
const ROTATION = 0.3
const SHEAR = 0.3
const SHIFT_PX = 1.5
const SCALE_PX = [9.5, 13.5] as const
const STROKE_PX = [0.45, 1.1] as const
const INK = [0.5, 1] as const
/** Standard deviation of the normal noise on every pixel. */
const NOISE = 0.14

const between = (rng: Rng, [low, high]: readonly [number, number]): number => low + (high - low) * rng.uniform()
const around = (rng: Rng, half: number): number => (2 * rng.uniform() - 1) * half

/**
 * Draws strokes into `pixels` under a random rotation, shear, scale and shift, with a random pen and noise. The picture
 * is a pure function of the generator's state.
 */
export function renderGlyph(rng: Rng, strokes: readonly Stroke[], pixels: Float32Array): void {
  const turn = around(rng, ROTATION)
  const shear = around(rng, SHEAR)
  const scaleX = between(rng, SCALE_PX)
  const scaleY = between(rng, SCALE_PX)
  const centreX = GLYPH_SIDE / 2 - 0.5 + around(rng, SHIFT_PX)
  const centreY = GLYPH_SIDE / 2 - 0.5 + around(rng, SHIFT_PX)
  const cos = Math.cos(turn)
  const sin = Math.sin(turn)
  const pen = between(rng, STROKE_PX)
  const ink = between(rng, INK)

  const toX = (x: number, y: number): number => centreX + scaleX * (x * cos - y * sin + shear * y)
  const toY = (x: number, y: number): number => centreY + scaleY * (x * sin + y * cos)
  pixels.fill(0)
  for (const stroke of strokes) {
    for (let i = 0; i + 3 < stroke.length; i += 2) {
      const x0 = (stroke[i] ?? 0) - 0.5
      const y0 = (stroke[i + 1] ?? 0) - 0.5
      const x1 = (stroke[i + 2] ?? 0) - 0.5
      const y1 = (stroke[i + 3] ?? 0) - 0.5
      drawSegment({ pixels, pen, ink, x0: toX(x0, y0), y0: toY(x0, y0), x1: toX(x1, y1), y1: toY(x1, y1) })
    }
  }
  for (let i = 0; i < pixels.length; i++) pixels[i] = (pixels[i] ?? 0) + NOISE * rng.normal()
}

interface Segment {
  readonly pixels: Float32Array
  /** Half of the stroke's width. */
  readonly pen: number
  readonly ink: number
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/** Full ink within half a pen of the line, fading over one pixel; where strokes cross the darker one stays. */
function drawSegment({ pixels, pen, ink, x0, y0, x1, y1 }: Segment): void {
  const dx = x1 - x0
  const dy = y1 - y0
  const squared = dx * dx + dy * dy
  const reach = pen + 1
  const left = Math.max(0, Math.ceil(Math.min(x0, x1) - reach))
  const right = Math.min(GLYPH_SIDE - 1, Math.floor(Math.max(x0, x1) + reach))
  const top = Math.max(0, Math.ceil(Math.min(y0, y1) - reach))
  const bottom = Math.min(GLYPH_SIDE - 1, Math.floor(Math.max(y0, y1) + reach))
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = squared === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / squared))
      const offX = x - x0 - along * dx
      const offY = y - y0 - along * dy
      const value = ink * Math.min(1, Math.max(0, reach - Math.sqrt(offX * offX + offY * offY)))
      const index = y * GLYPH_SIDE + x
      if (value > (pixels[index] ?? 0)) pixels[index] = value
    }
  }
}
