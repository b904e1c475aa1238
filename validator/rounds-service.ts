import type { Service } from '../shared/service.ts'
import type { SubtensorClient } from '../shared/subtensor/client.ts'
import { nextRoundId } from './db/round-phases.ts'
import { followHeads } from './follow-heads.ts'
import type { Guard } from './guard.ts'
import { playRound, type RoundResult, resumeRounds } from './round.ts'
import type { RoundDeps, RoundOptions } from './round-deps.ts'
import { keepSecrets, type SecretsDeps } from './secrets.ts'
import { nextEpochBlock } from './weight-schedule.ts'

export interface RoundsDeps extends RoundDeps, Omit<SecretsDeps, 'client'> {
  readonly client: RoundDeps['client'] & SecretsDeps['client'] & Pick<SubtensorClient, 'heads'>
  readonly guard: Guard
}

export interface RoundsOptions extends RoundOptions {
  /** Blocks from the start of one round to the start of the next. */
  readonly roundBlocks: number
  /** Epochs after which a secret may be known. */
  readonly openAfterEpochs: number
}

/** Most blocks between two looks at the epoch, since the owner of a subnet may change the tempo. */
const LONGEST_WAIT_BLOCKS = 25

/**
 * Plays a round now and then one every `roundBlocks`, after finishing what an earlier process left. A round that takes
 * longer delays the next, never doubles it. Between rounds it keeps the secret of the period on chain.
 */
export function createRoundsService(deps: RoundsDeps, options: RoundsOptions): Service {
  const { client, guard, log } = deps
  const { netuid, hotkey, roundBlocks, openAfterEpochs } = options
  let nextAt = 0
  let secretsAt = 0
  let lastHead = 0
  let skipped: string | undefined

  const tellSkip = (result: RoundResult): void => {
    const reason = result.tag === 'skipped' ? result.reason : undefined
    if (reason !== undefined && reason !== skipped) log.info('no round yet', { reason })
    skipped = reason
  }

  let isUnfinished = false

  /** Finishes what is left, and plays a round when it is due. Returns whether that went well. */
  const play = async (number: number, signal: AbortSignal): Promise<boolean> => {
    const { orm } = deps.database
    const next = nextRoundId(orm)
    const done = await guard.attempt(async () => {
      await resumeRounds(deps, options, signal)
      if (number >= nextAt) tellSkip(await playRound(deps, options, signal))
      return true
    }, signal)
    isUnfinished = done === undefined
    // A round that was begun has had its turn, also when it failed: else one would be begun and abandoned in every block.
    if (nextRoundId(orm) > next) nextAt = number + roundBlocks
    return !isUnfinished
  }

  /** Looks after the secrets; returns the block from which to look again. */
  const lookAfterSecrets = async (): Promise<number> => {
    const metagraph = await client.metagraph(netuid)
    const { at } = metagraph
    const onChain = (await client.commitments(netuid, at)).get(hotkey)
    const isKept = await keepSecrets(deps, { metagraph, onChain, openAfterEpochs })
    return isKept ? Math.min(nextEpochBlock(metagraph), at.number + LONGEST_WAIT_BLOCKS) : at.number + 1
  }

  return {
    name: 'rounds',
    run: (signal) =>
      followHeads(
        deps,
        async ({ number }) => {
          // A chain that starts anew counts from zero.
          if (number < lastHead) nextAt = secretsAt = 0
          lastHead = number
          if ((number >= nextAt || isUnfinished) && !(await play(number, signal))) return
          if (number >= secretsAt) secretsAt = (await guard.attempt(lookAfterSecrets, signal)) ?? 0
        },
        signal,
      ),
  }
}
