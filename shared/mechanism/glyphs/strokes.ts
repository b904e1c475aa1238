/** A stroke as the corners of a polyline, x y x y …, in a unit square whose y points down. */
export type Stroke = readonly number[]

const ARC_STEPS = 8

/** Part of an ellipse as a polyline. Angles in degrees from the right, growing downwards. */
function arc(cx: number, cy: number, rx: number, ry: number, from: number, to: number): number[] {
  const points: number[] = []
  for (let step = 0; step <= ARC_STEPS; step++) {
    const angle = ((from + ((to - from) * step) / ARC_STEPS) * Math.PI) / 180
    points.push(cx + rx * Math.cos(angle), cy + ry * Math.sin(angle))
  }
  return points
}

/** The strokes of each class: the ten digits. */
export const GLYPHS: readonly (readonly Stroke[])[] = [
  [arc(0.5, 0.5, 0.3, 0.42, -90, 270)],
  [[0.3, 0.28, 0.54, 0.08, 0.54, 0.92]],
  [[...arc(0.5, 0.32, 0.28, 0.24, -170, 35), 0.2, 0.92, 0.82, 0.92]],
  [[...arc(0.48, 0.29, 0.26, 0.21, -160, 90), ...arc(0.48, 0.71, 0.3, 0.21, -90, 160)]],
  [[0.66, 0.92, 0.66, 0.08, 0.18, 0.64, 0.86, 0.64]],
  [[0.78, 0.08, 0.28, 0.08, 0.25, 0.45, ...arc(0.48, 0.66, 0.3, 0.26, -130, 150)]],
  [[0.68, 0.08, ...arc(0.5, 0.67, 0.28, 0.25, 190, 550)]],
  [[0.18, 0.08, 0.82, 0.08, 0.42, 0.92]],
  [arc(0.5, 0.28, 0.24, 0.2, -90, 270), arc(0.5, 0.7, 0.29, 0.22, -90, 270)],
  [[...arc(0.5, 0.33, 0.28, 0.25, 10, 370), 0.7, 0.92]],
]
