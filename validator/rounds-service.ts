import type { Service } from '../shared/service.ts'
import type { SubtensorClient } from '../shared/subtensor/client.ts'
import { followHeads } from './follow-heads.ts'
import type { Guard } from './guard.ts'
import { playRound, type RoundDeps, type RoundOptions, type RoundResult } from './round.ts'

export interface RoundsDeps extends RoundDeps {
  readonly client: Pick<SubtensorClient, 'metagraph' | 'heads'>
  readonly guard: Guard
}

export interface RoundsOptions extends RoundOptions {
  /** Blocks from the start of one round to the start of the next. */
  readonly roundBlocks: number
}

/** Plays a round now and then one every `roundBlocks`. A round that takes longer delays the next, never doubles it. */
export function createRoundsService(deps: RoundsDeps, options: RoundsOptions): Service {
  const { guard, log } = deps
  let nextAt = 0
  let lastHead = 0
  let skipped: string | undefined

  const tellSkip = (result: RoundResult): void => {
    const reason = result.tag === 'skipped' ? result.reason : undefined
    if (reason !== undefined && reason !== skipped) log.info('no round yet', { reason })
    skipped = reason
  }

  return {
    name: 'rounds',
    run: (signal) =>
      followHeads(
        deps,
        async ({ number }) => {
          // A chain that starts anew counts from zero.
          if (number < lastHead) nextAt = 0
          lastHead = number
          if (number < nextAt) return
          const result = await guard.attempt(() => playRound(deps, options, signal), signal)
          if (result === undefined) return
          tellSkip(result)
          if (result.tag === 'scored') nextAt = number + options.roundBlocks
        },
        signal,
      ),
  }
}
