import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import type { Ss58 } from '../../../../shared/units.ts'
import type { PublicKnowledge } from './miner-strategy.ts'
import type { LayOutRound, RoundRules } from './round-rules.ts'
import { publicSeed } from './round-seed.ts'
import { keyOf, labelOf } from './task-key.ts'

/** Whose knowledge of which round. */
export interface KnowledgeInput {
  readonly number: number
  readonly mechanismKey: string
  readonly miner: Ss58
  readonly layOut: LayOutRound
}

/**
 * What can be worked out ahead of a round by somebody who takes its seed for a public one: all tasks with their right
 * answers where the seed is public, and tasks that never come where it is not.
 */
export function publicKnowledge(
  { mechanism, sizes, tasks }: Pick<RoundRules, 'mechanism' | 'sizes' | 'tasks'>,
  { number, mechanismKey, miner, layOut }: KnowledgeInput,
): PublicKnowledge {
  let references: PublicKnowledge['references'] | undefined
  const workOut = (): PublicKnowledge['references'] => {
    const source = tasks === 'fixed' ? 'fixed' : 'predictable'
    const plan = layOut(mechanism, publicSeed({ source, number, mechanismKey }), sizes)
    return new Map(
      plan
        .forMiner(miner)
        .map(({ task, kind }) => [
          keyOf(mechanism, task),
          { row: referenceOf(mechanism, task), isCanary: kind === 'canary' },
        ]),
    )
  }
  return {
    sizes,
    get references() {
      references ??= workOut()
      return references
    },
  }
}

/** The answer of somebody who knows all: the law where there is one, else the label. */
function referenceOf<Task>(mechanism: Mechanism<Task>, task: Task): Float32Array {
  const wire = mechanism.referenceAnswers?.([task])
  const row = mechanism.parseAnswers(wire ?? mechanism.naiveAnswers([task]), [task])[0]
  if (!(row instanceof Float32Array)) return new Float32Array()
  const label = labelOf(task)
  if (wire === undefined && label !== undefined) {
    row.fill(0)
    row[label] = 1
  }
  return row
}
