import type { LabelledRows } from '../../shared/data/labelled-rows.ts'
import type { Rng } from '../../shared/rng.ts'

/** Rows around one random centre per class, `spread` wide: classes that a small network tells apart. */
export function blobs(
  rng: Rng,
  { rows, width, classes, spread }: { rows: number; width: number; classes: number; spread: number },
): LabelledRows {
  const centres = Array.from({ length: classes * width }, () => rng.normal())
  const labels = Uint32Array.from({ length: rows }, (_, row) => row % classes)
  const features = Float32Array.from({ length: rows * width }, (_, i) => {
    const row = Math.floor(i / width)
    return centres[(row % classes) * width + (i % width)]! + spread * rng.normal()
  })
  return { features, width, labels, classNames: Array.from({ length: classes }, (_, k) => `class ${k}`) }
}
