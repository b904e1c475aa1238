import type { Rng } from '../../rng.ts'
import { drawSegment, GLYPH_SIDE } from './picture.ts'
import { GLYPHS, type Stroke } from './strokes.ts'

/** What foreign strokes are drawn with: the pen of the glyph, so that thickness does not give them away. */
export interface Pen {
  /** Half of the stroke's width. */
  readonly pen: number
  readonly ink: number
}

/** Most corners of a fragment: enough for a bend that could be the glyph's own. */
const FRAGMENT_CORNERS = 5
const FRAGMENT_PX = 8
const STRAY_PX = 6

/** Draws a stray stroke or a fragment of any glyph somewhere into the picture. */
export function drawDistractor(rng: Rng, pixels: Float32Array, pen: Pen): void {
  const corners = rng.below(2) === 0 ? straight(rng) : fragment(rng)
  const turn = 2 * Math.PI * rng.uniform()
  const cos = Math.cos(turn)
  const sin = Math.sin(turn)
  const centreX = (GLYPH_SIDE - 1) * rng.uniform()
  const centreY = (GLYPH_SIDE - 1) * rng.uniform()
  const toX = (x: number, y: number): number => centreX + x * cos - y * sin
  const toY = (x: number, y: number): number => centreY + x * sin + y * cos
  for (let i = 0; i + 3 < corners.length; i += 2) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = corners.slice(i, i + 4)
    drawSegment({ ...pen, pixels, x0: toX(x0, y0), y0: toY(x0, y0), x1: toX(x1, y1), y1: toY(x1, y1) })
  }
}

/** Corners in pixels around the origin. */
function straight(rng: Rng): Stroke {
  const half = (STRAY_PX * (0.5 + rng.uniform())) / 2
  return [-half, 0, half, 0]
}

function fragment(rng: Rng): Stroke {
  const strokes = GLYPHS[rng.below(GLYPHS.length)] ?? []
  const stroke = strokes[rng.below(strokes.length)] ?? []
  const corners = stroke.length / 2
  const taken = Math.min(corners, FRAGMENT_CORNERS)
  const start = rng.below(corners - taken + 1)
  const part = stroke.slice(2 * start, 2 * (start + taken))
  const meanOf = (axis: number): number => part.reduce((sum, v, i) => sum + (i % 2 === axis ? v : 0), 0) / taken
  const mean = [meanOf(0), meanOf(1)]
  return part.map((value, i) => FRAGMENT_PX * (value - (mean[i % 2] ?? 0)))
}
