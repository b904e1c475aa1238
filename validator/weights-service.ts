import type { Service } from '../shared/service.ts'
import type { SubtensorClient } from '../shared/subtensor/client.ts'
import { followHeads } from './follow-heads.ts'
import type { Guard } from './guard.ts'
import { type SetWeightsDeps, type SetWeightsOptions, type SetWeightsResult, setWeightsWhenDue } from './set-weights.ts'

export interface WeightsDeps extends SetWeightsDeps {
  readonly client: SetWeightsDeps['client'] & Pick<SubtensorClient, 'heads'>
  readonly guard: Guard
}

/** Most blocks between two looks at the schedule, since the owner of a subnet may change the tempo. */
const LONGEST_WAIT_BLOCKS = 25

/** Looks at every block whether weights are due, beside the rounds: a slow round cannot make them late. */
export function createWeightsService(deps: WeightsDeps, options: SetWeightsOptions): Service {
  const { guard, log } = deps
  let lookAt = 0
  let lastHead = 0
  let told: string | undefined

  const tell = (result: SetWeightsResult): void => {
    const reason = result.tag === 'wait' ? result.reason : undefined
    const isRoutine = reason === undefined || reason === 'before-window' || reason === 'already-set'
    if (!isRoutine && reason !== told) log.info('no weights yet', { reason, untilBlock: lookAt })
    // Waiting for the window says nothing new about what stood in the way before.
    if (!isRoutine || result.tag === 'set') told = reason
  }

  return {
    name: 'weights',
    run: (signal) =>
      followHeads(
        deps,
        async ({ number }) => {
          // A chain that starts anew counts from zero.
          if (number < lastHead) lookAt = 0
          lastHead = number
          if (number < lookAt) return
          const result = await guard.attempt(() => setWeightsWhenDue(deps, options, signal), signal)
          if (result === undefined) return
          if (result.tag !== 'set') lookAt = Math.min(result.untilBlock, number + LONGEST_WAIT_BLOCKS)
          tell(result)
        },
        signal,
      ),
  }
}
