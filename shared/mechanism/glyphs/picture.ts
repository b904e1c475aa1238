/** Side of a picture in pixels. */
export const GLYPH_SIDE = 16
/** Values of a picture, row by row, ink near 1 and paper near 0. */
export const GLYPH_PIXELS = GLYPH_SIDE * GLYPH_SIDE

/** A line from one point to another, in pixels. */
export interface Segment {
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
export function drawSegment({ pixels, pen, ink, x0, y0, x1, y1 }: Segment): void {
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

/** Turns a rectangle back into paper. */
export function erase(pixels: Float32Array, left: number, top: number, width: number, height: number): void {
  for (let y = top; y < top + height; y++) pixels.fill(0, y * GLYPH_SIDE + left, y * GLYPH_SIDE + left + width)
}
