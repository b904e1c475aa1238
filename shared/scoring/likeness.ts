import type { AnswerSpace } from './answer-space.ts'
import { sampleOf } from './sample.ts'

/** How alike two miners answered the shared tasks of a round. */
export interface Likeness {
  /** Mean distance of their answers. */
  readonly distance: number
  /** Mean of the sums of both distances from the reference: the farthest apart that their own errors allow. */
  readonly room: number
  /** Mean distance of the first from the reference less that of the second: what of `distance` is progress. */
  readonly gap: number
  /** Variance of that mean, by the scatter over the tasks. */
  readonly gapVariance: number
  /** Tasks that they answered alike beside those that could tell: see `ALIKE`. */
  readonly alike: number
  readonly telling: number
}

/** Two answers are alike when they are this near to each other, relative to both distances from the reference. */
const ALIKE = 0.05

/** The same for what is left of a distance once the curve is taken out that was drawn over one of them. */
const REDRAWN = 0.04

/** Tasks that both answer this well tell nothing: there is one way to be right and everybody takes it. */
const TELLING = 1e-4

/** One miner's side of a comparison. */
export interface Compared {
  readonly position: number
  readonly errors: Float64Array
}

type Distance = AnswerSpace['distance']

/** Compares two miners on all tasks. */
export function likenessOf(a: Compared, b: Compared, space: Pick<AnswerSpace, 'distance' | 'isRedrawn'>): Likeness {
  const tasks = a.errors.length
  let apart = 0
  let errors = 0
  let alike = 0
  let telling = 0
  for (let task = 0; task < tasks; task++) {
    const both = (a.errors[task] ?? 0) + (b.errors[task] ?? 0)
    const between = space.distance(a.position, b.position, task)
    apart += between
    errors += both
    if (both < TELLING) continue
    telling++
    if (between <= ALIKE * both || space.isRedrawn?.(a.position, b.position, task, REDRAWN * both) === true) alike++
  }
  const { mean, variance } = sampleOf(a.errors.map((error, task) => error - (b.errors[task] ?? 0)))
  const count = Math.max(1, tasks)
  return {
    distance: apart / count,
    room: errors / count,
    gap: mean,
    gapVariance: variance / count,
    alike,
    telling,
  }
}

/** Up to where a pair is near: within either. */
export interface NearLimits {
  /** Distance relative to the pair's room up to which a pair is near. */
  readonly ratio: number
  /** Share of telling tasks answered alike from which it is near as well. */
  readonly share: number
}

/**
 * Whether a pair may be within the limits: exact, and most pairs are dropped after a fraction of the tasks. By the
 * triangle inequality two answers are at least as far apart as their distances from the reference differ; that bound is
 * tried first, since it takes no comparison of answers. The comparison ends as soon as the pair can no longer be within
 * either limit.
 */
export function isNear(a: Compared, b: Compared, distance: Distance, { ratio, share }: NearLimits): boolean {
  const left = a.errors
  const right = b.errors
  const tasks = left.length
  let room = 0
  let telling = 0
  let bound = 0
  let surelyUnlike = 0
  for (let task = 0; task < tasks; task++) {
    const x = left[task] ?? 0
    const y = right[task] ?? 0
    const both = x + y
    const least = x > y ? x - y : y - x
    room += both
    bound += least
    if (both < TELLING) continue
    telling++
    if (least > ALIKE * both) surelyUnlike++
  }
  // A hair of room, so that sums in another order do not lose a pair at the limit.
  const farthest = ratio * room + 1e-9
  const mostUnlike = telling === 0 ? -1 : (1 - share) * telling
  if (bound > farthest && surelyUnlike > mostUnlike) return false

  let apart = 0
  let unlike = 0
  for (let task = 0; task < tasks; task++) {
    const between = distance(a.position, b.position, task)
    const both = (left[task] ?? 0) + (right[task] ?? 0)
    apart += between
    if (both >= TELLING && between > ALIKE * both) unlike++
    if (apart > farthest && unlike > mostUnlike) return false
  }
  return true
}
