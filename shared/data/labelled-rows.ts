/** Rows of numbers, each of one class. */
export interface LabelledRows {
  /** Row after row, `width` values each. */
  readonly features: Float32Array
  /** Features per row. */
  readonly width: number
  /** Class index of each row. */
  readonly labels: Uint32Array
  readonly classNames: readonly string[]
}

/** The rows at `indices`, in that order, copied. */
export function selectRows(rows: LabelledRows, indices: ArrayLike<number>): LabelledRows {
  const { width, classNames } = rows
  const features = new Float32Array(indices.length * width)
  const labels = new Uint32Array(indices.length)
  for (let to = 0; to < indices.length; to++) {
    const from = indices[to] ?? 0
    features.set(rows.features.subarray(from * width, (from + 1) * width), to * width)
    labels[to] = rows.labels[from] ?? 0
  }
  return { features, width, labels, classNames }
}

/** How many rows each class has. */
export function countClasses({ labels, classNames }: LabelledRows): number[] {
  const counts = new Array<number>(classNames.length).fill(0)
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1
  return counts
}
