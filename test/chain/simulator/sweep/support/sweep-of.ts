import { type Design, pointsOf } from '../../../../../chain/simulator/sweep/design.ts'
import type { Measures } from '../../../../../chain/simulator/sweep/engine.ts'
import type { Scalar } from '../../../../../chain/simulator/sweep/json.ts'
import { parseIdentity, toStored } from '../../../../../chain/simulator/sweep/store/identity.ts'
import type { Outcome } from '../../../../../chain/simulator/sweep/store/store.ts'
import { readResult, type SweepResult } from '../../../../../chain/simulator/sweep/summarise.ts'
import { parseVary } from '../../../../../chain/simulator/sweep/vary.ts'

/** A sweep that a function has measured; a text is the failure of a run. */
export function sweepOf({
  vary,
  seeds,
  measure,
  design = {},
}: {
  readonly vary: readonly string[]
  readonly seeds: number
  readonly measure: (values: Readonly<Record<string, Scalar>>, seed: number) => Measures | string
  readonly design?: Partial<Design>
}): SweepResult {
  const whole: Design = { kind: 'grid', samples: 1, seed: 's', factors: vary.map(parseVary), ...design }
  const outcomes = pointsOf(whole).flatMap((point, index) =>
    Array.from({ length: seeds }, (_, seed): Outcome => {
      const values = Object.fromEntries(whole.factors.map(({ path }, i) => [path, point[i] ?? null]))
      const found = measure(values, seed)
      return { point: index, seed, result: typeof found === 'string' ? { failure: found } : { measures: found } }
    }),
  )
  const identity = parseIdentity(
    toStored({ toolVersion: '1.0.0', scenario: { name: 'made up' }, design: whole, files: {} }),
  )
  return readResult({ identity: () => identity, outcomes: () => outcomes })
}
