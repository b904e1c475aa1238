import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { permutation } from '../../../shared/permutation.ts'
import { createRng } from '../../../shared/rng.ts'
import type { Scalar } from './json.ts'
import { factorShape, gridValues, valueAtPlace } from './vary.ts'

/** Which points of the space of parameters a sweep visits. */
export const designShape = z.strictObject({
  kind: z.enum(['grid', 'lhs']),
  factors: z.array(factorShape).min(1),
  /** Points of a Latin hypercube; a grid has as many as its factors make. */
  samples: z.number().int().min(1),
  /** Draws a Latin hypercube; the same text gives the same points. */
  seed: z.string(),
})
/** See `designShape`. */
export type Design = z.infer<typeof designShape>

/** A value for each factor, in their order. */
export type Point = readonly Scalar[]

const MOST_POINTS = 1_000_000

/**
 * The points of a design, in a fixed order. A grid holds every combination, the last factor changing fastest. A Latin
 * hypercube (McKay, Beckman & Conover 1979) cuts each factor into as many equal parts as it has points and visits every
 * part once.
 * @throws AppError `too-many-points`.
 */
export function pointsOf(design: Design): readonly Point[] {
  return design.kind === 'grid' ? grid(design) : latinHypercube(design)
}

function grid({ factors }: Design): readonly Point[] {
  const values = factors.map(gridValues)
  refuseTooMany(values.reduce((count, { length }) => count * length, 1))
  return values.reduce<readonly Point[]>(
    (points, along) => points.flatMap((point) => along.map((value) => [...point, value])),
    [[]],
  )
}

function latinHypercube({ factors, samples, seed }: Design): readonly Point[] {
  refuseTooMany(samples)
  const rng = createRng(createHash('sha256').update(`meritnet sweep ${seed}`).digest())
  const columns = factors.map((factor, index) => {
    const draws = rng.fork(`factor ${index}`)
    const parts = permutation(draws, samples)
    return Array.from(parts, (part) => valueAtPlace(factor, (part + draws.uniform()) / samples))
  })
  return Array.from({ length: samples }, (_, sample) => columns.map((column) => column[sample] ?? null))
}

function refuseTooMany(count: number): void {
  if (count > MOST_POINTS)
    throw new AppError(
      'too-many-points',
      `${count} points are more than ${MOST_POINTS}; use fewer steps or --design lhs`,
    )
}
