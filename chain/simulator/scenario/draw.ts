import type { Rng } from '../../../shared/rng.ts'
import type { Distribution } from './schema.ts'

/** Draws a number for each of `count` members of a group, none below 0. */
export function drawMembers(distribution: Distribution, count: number, rng: Rng): number[] {
  const members = Array.from({ length: count }, (_, member) => member)
  if (typeof distribution === 'number') return members.map(() => distribution)
  switch (distribution.kind) {
    case 'even': {
      const { from, to } = distribution
      return members.map((member) => (count === 1 ? (from + to) / 2 : from + ((to - from) * member) / (count - 1)))
    }
    case 'normal':
      return members.map(() => Math.max(0, distribution.mean * (1 + distribution.deviation * rng.normal())))
    case 'lognormal':
      return members.map(() => distribution.median * Math.exp(distribution.sigma * rng.normal()))
    case 'pareto':
      return members.map(() => distribution.least * (1 - rng.uniform()) ** (-1 / distribution.exponent))
  }
}
