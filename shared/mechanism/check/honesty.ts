import type { Rng } from '../../rng.ts'
import { bad, good, type Verdict } from './finding.ts'
import { certain, mixed, normalised, randomRow, rowWidth, sharpened, wantedRow } from './rows.ts'
import type { Subject } from './subject.ts'

const BELIEFS = 40
/** Canaries drawn for a task to see what else could have been true of it. */
const DRAWS = 200
const RANDOM_REPORTS = 60
const STEPS = 150
/** Gain over honesty, as a share of the way from chance to perfect, that rounding and clips at tiny probabilities may bring. */
const TOLERANCE = 0.005

/** Something that could be true of a task, as a task with that reference, and the belief in it. */
interface Outcome {
  readonly task: unknown
  readonly output: number
  readonly belief: number
}

/**
 * Searches for a report that beats honesty: for beliefs about what is true of a task, no report may have a higher
 * expected score than the belief itself. Tried where certainty of one output is best for each truth, as with classes;
 * the check of references covers the rest.
 */
export function checkHonesty({ mechanism, tasks, rng }: Subject): Verdict {
  const width = rowWidth(mechanism, tasks)
  if (width === undefined) return good('not searched: answers are no rows')
  const draws = rng.fork('beliefs')
  const room = mechanism.scale.perfect - mechanism.scale.chance
  let searched = 0
  for (let i = 0; i < BELIEFS; i++) {
    const outcomes = drawOutcomes({ mechanism, tasks, rng: draws }, tasks[i % tasks.length], width)
    if (outcomes === undefined) continue
    searched++
    const expected = (report: Float32Array): number =>
      outcomes.reduce((sum, { task, belief }) => sum + belief * mechanism.score(task, report), 0)
    const honest = new Float32Array(width)
    for (const { output, belief } of outcomes) honest[output] = (honest[output] ?? 0) + belief
    const best = climbFrom(honest, expected, draws)
    const gain = (expected(best) - expected(honest)) / room
    if (gain > TOLERANCE)
      return bad(
        `reporting ${show(best)} for a belief of ${show(honest)} scores ${(100 * gain).toFixed(1)} % of the way from ` +
          'chance to perfect more than honesty; valid is a proper score, such as the log or the quadratic one',
      )
  }
  return searched === 0
    ? good('not searched: certainty of one output is not best for each truth; see the check of references')
    : good(`no report found that beats honesty, for ${searched} beliefs`)
}

/** A random belief over everything that could be true of a task; `undefined` where truths and outputs do not pair. */
function drawOutcomes(
  { mechanism, rng }: Pick<Subject, 'mechanism' | 'tasks' | 'rng'>,
  task: unknown,
  width: number,
): readonly Outcome[] | undefined {
  const byOutput = new Map<number, unknown>()
  for (let i = 0; i < DRAWS; i++) {
    const canary = mechanism.toCanary(task, rng)
    const wanted = wantedRow(mechanism, canary, width)
    const output = wanted.indexOf(1)
    if (output === -1) return undefined
    byOutput.set(output, canary)
  }
  if (byOutput.size < 2) return undefined
  const beliefs = randomRow(rng, byOutput.size)
  return [...byOutput].map(([output, canary], i) => ({ task: canary, output, belief: beliefs[i] ?? 0 }))
}

/** The best report found: from honesty, other shapes of it, certainty and random reports, then uphill by small moves. */
function climbFrom(honest: Float32Array, expected: (report: Float32Array) => number, rng: Rng): Float32Array {
  const width = honest.length
  const candidates = [
    honest,
    ...[0.25, 0.5, 0.8, 1.25, 2, 4, 16].map((power) => sharpened(honest, power)),
    ...Array.from({ length: width }, (_, output) => certain(width, output)),
    ...Array.from({ length: RANDOM_REPORTS }, () => randomRow(rng, width, rng.below(2) === 0 ? 1 : 0.3)),
  ]
  let best = honest
  let score = expected(honest)
  const consider = (report: Float32Array): void => {
    const found = expected(report)
    if (!(found > score)) return
    best = report
    score = found
  }
  for (const candidate of candidates) consider(candidate)
  for (let step = 0; step < STEPS; step++) {
    const part = 10 ** (-3 * rng.uniform())
    const towards = rng.below(2) === 0 ? certain(width, rng.below(width)) : randomRow(rng, width)
    consider(normalised(mixed(best, towards, part)))
  }
  return best
}

const SHOWN = 4

/** The largest outputs of a row, for people. */
const show = (row: Float32Array): string =>
  `{${[...row.entries()]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN)
    .map(([output, value]) => `${output}: ${value.toFixed(2)}`)
    .join(', ')}${row.length > SHOWN ? ', …' : ''}}`
