import { toSkill } from '../skill.ts'
import { type Fields, fieldsOf, groupsOf } from './columns.ts'
import { bad, good, type Verdict } from './finding.ts'
import { normalised, rowWidth, wantedRow } from './rows.ts'
import type { Subject } from './subject.ts'

/** A single field that is worth this much of the attainable is the answer itself, or as good as. */
const MOST_SKILL = 0.9
/** Examples that a group is worth before it is looked at: a field with many values knows nothing of each. */
const PRIOR = 2
/** Longest rhythm in the order of tasks that is looked for. */
const PERIOD = 32

interface Column {
  readonly name: string
  readonly groups: readonly number[]
}

/**
 * A cheap learner tries to answer from every single field of the request, down to the lowest bits of each number, from
 * the place of a task among others and from the answer before it. None of these may be worth nearly everything.
 */
export function checkLeaks({ mechanism, tasks }: Subject): Verdict {
  const width = rowWidth(mechanism, tasks)
  if (width === undefined) return good('not tried: answers are no rows, so there is no cheap learner for them')
  const wanted = tasks.map((task) => wantedRow(mechanism, task, width))
  const half = Math.floor(tasks.length / 2)
  const tested = tasks.slice(half)
  const scale = mechanism.scaleOf(tested)
  const mean = meanRow(wanted.slice(0, half), width)

  const skillOf = ({ groups }: Column): number => {
    const sums = new Map<number, Float32Array>()
    for (let i = 0; i < half; i++) {
      const group = groups[i] ?? 0
      const sum = sums.get(group) ?? mean.map((value) => PRIOR * value)
      sums.set(group, sum)
      wanted[i]?.forEach((value, k) => {
        sum[k] = (sum[k] ?? 0) + value
      })
    }
    const answers = new Map([...sums].map(([group, sum]) => [group, normalised(sum)]))
    const total = tested.reduce<number>(
      (sum, task, i) => sum + mechanism.score(task, answers.get(groups[half + i] ?? -1) ?? mean),
      0,
    )
    return toSkill(total / tested.length, scale)
  }

  let best = { name: 'nothing', skill: 0 }
  for (const column of columnsOf(
    tasks.map((task) => fieldsOf(mechanism.toRequest([task]))),
    wanted,
  )) {
    const skill = skillOf(column)
    if (skill > best.skill) best = { name: column.name, skill }
  }
  const worth =
    best.skill > 0 ? `${best.name} alone is worth a skill of ${best.skill.toFixed(2)}` : 'each alone is worth nothing'
  return best.skill > MOST_SKILL
    ? bad(`${worth}: the request gives the answer away; valid is at most ${MOST_SKILL} from any single field`)
    : good(`no single field gives the answer away: ${worth}`)
}

function* columnsOf(requests: readonly Fields[], wanted: readonly Float32Array[]): Iterable<Column> {
  const names = new Set(requests.flatMap((fields) => [...fields.keys()]))
  for (const name of names) yield { name, groups: groupsOf(requests.map((fields) => fields.get(name))) }
  yield { name: 'the number of fields', groups: groupsOf(requests.map(({ size }) => size)) }
  const tops = wanted.map((row) => row.indexOf(Math.max(...row)))
  yield { name: 'the answer before it', groups: [-1, ...tops.slice(0, -1)] }
  for (let period = 2; period <= PERIOD; period++)
    yield { name: `the place modulo ${period}`, groups: requests.map((_, index) => index % period) }
}

function meanRow(rows: readonly Float32Array[], width: number): Float32Array {
  const sum = new Float32Array(width)
  for (const row of rows)
    row.forEach((value, k) => {
      sum[k] = (sum[k] ?? 0) + value
    })
  return normalised(sum)
}
