/** One bin of a reliability diagram: answers of about equal confidence. */
export interface ReliabilityBin {
  readonly from: number
  readonly to: number
  readonly count: number
  /** Mean probability of the class held likeliest. */
  readonly confidence: number
  /** Share of them that were right. */
  readonly accuracy: number
}

/** Reliability of a sample of answers. */
export interface Calibration {
  /** Bins that hold answers, in order of confidence. */
  readonly bins: readonly ReliabilityBin[]
  /** Expected calibration error, `Σ (n_b / n) |accuracy_b − confidence_b|`: 0 is perfect. */
  readonly error: number
}

/** Probability rows one after another, and the true class of each. */
export interface LabelledAnswers {
  readonly rows: ArrayLike<number>
  readonly width: number
  readonly labels: ArrayLike<number>
}

/**
 * Reliability bins of equal width and the expected calibration error (Guo et al. 2017, "On Calibration of Modern Neural
 * Networks", §2). For reports only: the log score already pays calibration.
 */
export function calibrate({ rows, width, labels }: LabelledAnswers, binCount = 10): Calibration {
  const counts = new Float64Array(binCount)
  const confidences = new Float64Array(binCount)
  const hits = new Float64Array(binCount)
  for (let task = 0; task < labels.length; task++) {
    let best = 0
    for (let i = 1; i < width; i++) if ((rows[task * width + i] ?? 0) > (rows[task * width + best] ?? 0)) best = i
    const confidence = rows[task * width + best] ?? 0
    const bin = Math.min(binCount - 1, Math.max(0, Math.floor(confidence * binCount)))
    counts[bin] = (counts[bin] ?? 0) + 1
    confidences[bin] = (confidences[bin] ?? 0) + confidence
    hits[bin] = (hits[bin] ?? 0) + Number(best === labels[task])
  }
  const bins = Array.from(counts, (count, bin) => ({
    from: bin / binCount,
    to: (bin + 1) / binCount,
    count,
    confidence: count === 0 ? 0 : (confidences[bin] ?? 0) / count,
    accuracy: count === 0 ? 0 : (hits[bin] ?? 0) / count,
  })).filter(({ count }) => count > 0)
  const error = bins.reduce((sum, { count, confidence, accuracy }) => sum + count * Math.abs(accuracy - confidence), 0)
  return { bins, error: labels.length === 0 ? 0 : error / labels.length }
}
