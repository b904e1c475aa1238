import type { SweepResult } from '../summarise.ts'

const SHOWN_DIGITS = 12
const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`

/** Name of the scenario, or what varies when it has none. */
export const titleOf = ({ scenario, design }: SweepResult): string => {
  const name = typeof scenario.name === 'string' && scenario.name !== '' ? scenario.name : undefined
  return `Sweep${name === undefined ? '' : ` of ${name}`} over ${design.factors.map(({ path }) => path).join(', ')}`
}

/** Size and identity of a sweep, in a sentence or two. */
export function leadOf({ design, points, seeds, outcomes, missing, toolVersion, scenarioDigest }: SweepResult): string {
  const kind = design.kind === 'grid' ? 'grid' : 'Latin hypercube'
  const left =
    missing > 0
      ? ` ${count(missing, 'run')} of other shards or a later --resume ${missing === 1 ? 'is' : 'are'} missing.`
      : ''
  return (
    `A ${kind} of ${count(points.length, 'point')} with ${count(seeds, 'seed')} each, ${count(outcomes.length, 'run')}; every point has the same seeds.${left}` +
    ` Scenario ${scenarioDigest.slice(0, SHOWN_DIGITS)}, version ${toolVersion}.`
  )
}
