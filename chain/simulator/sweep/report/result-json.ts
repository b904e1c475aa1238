import { gradeOf } from '../../metrics/grade.ts'
import { measureInfo } from '../../metrics/measures.ts'
import type { SweepResult } from '../summarise.ts'
import { rankSensitivity } from './sensitivity.ts'

/** Version of this JSON. */
const RESULT_SCHEMA = 1

/** A sweep as JSON for CI and other programs. The same sweep gives the same text. */
export function toResultJson(result: SweepResult): string {
  const { toolVersion, scenarioDigest, scenario, design, points, measures, seeds, failures, missing } = result
  const report = {
    schema: RESULT_SCHEMA,
    toolVersion,
    scenarioDigest,
    scenario,
    design,
    seeds,
    missingRuns: missing,
    failures,
    measures: Object.fromEntries(measures.map((name) => [name, measureInfo(name)])),
    sensitivity: Object.fromEntries(
      measures.map((name) => [
        name,
        rankSensitivity(result, name).map(({ path, firstOrder, rankRegression }) => ({
          path,
          firstOrder: firstOrder ?? null,
          rankRegression: rankRegression ?? null,
        })),
      ]),
    ),
    points: points.map(({ point, estimates }) => ({
      values: Object.fromEntries(design.factors.map(({ path }, index) => [path, point[index] ?? null])),
      grade: estimates.has('gain')
        ? gradeOf({ gain: estimates.get('gain')?.mean, honestLoss: estimates.get('honestLoss')?.mean })
        : null,
      measures: Object.fromEntries(
        [...estimates].map(([name, { mean, halfWidth, count }]) => [
          name,
          { mean, halfWidth: halfWidth ?? null, count },
        ]),
      ),
    })),
  }
  return `${JSON.stringify(report, null, 1)}\n`
}
