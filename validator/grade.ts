import {
  type Accepted,
  type GradeOptions,
  gradeReveal,
  type Rejection,
  type Revealed,
} from '../shared/round/grade-reveal.ts'
import { toDetail } from './reply.ts'

export type { Accepted, Revealed }

/** Grades one miner's reveal as `gradeReveal` does, with a detail that is short and plain. */
export function grade<Task>(revealed: Revealed, options: GradeOptions<Task>): Accepted | Rejection {
  const found = gradeReveal(revealed, options)
  return found.outcome === 'answered' ? found : { ...found, detail: toDetail(found.detail) }
}
