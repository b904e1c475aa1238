import { normal } from './mixture.ts'
import { between, type Family } from './path.ts'

const PERIOD = [4, 16] as const
/** Deviation of the noise beside a wave of amplitude 1: from, and to at the easiest and the hardest. */
const NOISE = [0.1, 0.3, 1] as const
/** Amplitude of the wave of twice the frequency, at most. */
const OVERTONE = 0.7
/** Rise over the whole series, at most, up or down. */
const TREND = 1

/** A wave with an overtone on a trend, and noise that is drawn anew for each value. */
export const seasonal: Family = (rng, length, difficulty) => {
  const turn = (2 * Math.PI) / between(rng, PERIOD[0], PERIOD[1])
  const phase = between(rng, 0, 2 * Math.PI)
  const overtone = between(rng, 0, OVERTONE)
  const overtonePhase = between(rng, 0, 2 * Math.PI)
  const slope = between(rng, -TREND, TREND) / length
  const noise = between(rng, NOISE[0], NOISE[1] + (NOISE[2] - NOISE[1]) * difficulty)
  const meanAt = (at: number): number =>
    Math.sin(turn * at + phase) + overtone * Math.sin(2 * turn * at + overtonePhase) + slope * at
  const values = Float64Array.from({ length }, (_, at) => meanAt(at) + noise * rng.normal())
  return { values, law: normal(meanAt(length - 1), noise) }
}
