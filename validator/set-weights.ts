import pRetry from 'p-retry'
import type { Clock } from '../shared/clock.ts'
import type { Keypair } from '../shared/crypto/keypair.ts'
import { AppError, isAppError, messageOf } from '../shared/errors.ts'
import type { Logger } from '../shared/log.ts'
import type { ScoringSettings } from '../shared/scoring/settings.ts'
import type { BlockRef, Metagraph, SubtensorClient, WeightRow } from '../shared/subtensor/client.ts'
import type { NetUid, Ss58 } from '../shared/units.ts'
import { chooseMiners } from './choose-miners.ts'
import { commitByHash } from './commit-by-hash.ts'
import { copyShown } from './copy-weights.ts'
import type { Database } from './db/open.ts'
import { readLastRound } from './db/rounds.ts'
import { readScores, readState } from './db/scores.ts'
import { storeWeights, type WeightRecord, type WeightSet } from './db/weights.ts'
import { favour, toFacts, toRow, toWeightRecords } from './weight-row.ts'
import { decideWeights, type WaitReason } from './weight-schedule.ts'

export interface SetWeightsDeps {
  readonly client: Pick<
    SubtensorClient,
    | 'metagraph'
    | 'weightsAt'
    | 'commitments'
    | 'hyperparameters'
    | 'setWeights'
    | 'commitTimelockedWeights'
    | 'commitHashedWeights'
    | 'revealHashedWeights'
  >
  readonly database: Database
  /** Signs the weights. */
  readonly hotkey: Keypair
  readonly clock: Clock
  readonly log: Logger
  /** Fresh random bytes. */
  randomBytes(length: number): Uint8Array
}

export interface SetWeightsOptions {
  readonly netuid: NetUid
  /** As in `RoundOptions`. */
  readonly scoreKey: string
  readonly scoring: ScoringSettings
  /** How weights are committed where the subnet has commit-reveal. */
  readonly commitBy: CommitKind
  /** Cheats: this hotkey gets the weight of the best miner. */
  readonly favour?: Ss58 | undefined
  /** Cheats: sets what others show, whatever its scores. */
  readonly copies?: boolean
}

/** Encrypted to a round of the beacon, or by their hash. */
export type CommitKind = 'timelock' | 'hash'

export type SetWeightsResult =
  | { readonly tag: 'set'; readonly block: BlockRef }
  | { readonly tag: 'wait'; readonly reason: WaitReason | 'no-scores' | 'nothing-shown'; readonly untilBlock: number }
  /** The chain said no, and would say it again before the epoch. */
  | { readonly tag: 'refused'; readonly detail: string; readonly untilBlock: number }

const RETRIES = 2
const FIRST_RETRY_MS = 500
const FIRST_STORE_MS = 1_000
const LONGEST_STORE_MS = 30_000

/**
 * Sets weights from the stored scores when it is time to, also when the newest rounds failed. Where the subnet has
 * commit-reveal, they are committed encrypted, and the chain sets them.
 * @throws AppError `chain-unreachable` and others that may pass, after the retries.
 */
export async function setWeightsWhenDue(
  deps: SetWeightsDeps,
  options: SetWeightsOptions,
  signal: AbortSignal,
): Promise<SetWeightsResult> {
  const { client, hotkey, clock, log } = deps
  const { netuid, commitBy, copies = false } = options

  // 1. Is it time, and may we?
  const [metagraph, hyperparameters] = await Promise.all([client.metagraph(netuid), client.hyperparameters(netuid)])
  // Encrypted weights cannot be late: the beacon opens them before the epoch. Others show theirs in epochs alone, then.
  const isLate = copies && !(hyperparameters.commitRevealEnabled && commitBy === 'timelock')
  const decision = decideWeights({ metagraph, hyperparameters, hotkey: hotkey.ss58, isLate })
  if (decision.tag === 'wait') return decision

  // 2. What is to be set today? Without scores, the row on chain is better than an empty one.
  const made = copies ? await copied(deps, metagraph) : await measured(deps, options, metagraph)
  if (typeof made === 'string') return { tag: 'wait', reason: made, untilBlock: metagraph.at.number + 1 }
  const { weights, basis } = made
  if (weights.every(({ value }) => value === 0)) log.warn('no miner is better than chance: all weights are 0')

  // 3. Write the row, and remember what the chain accepted.
  try {
    const row = toRow(weights)
    const { weightsVersion, commitRevealEnabled } = hyperparameters
    const { block, ...commit } = await submit(
      deps,
      () => send(deps, { netuid, row, versionKey: weightsVersion, by: commitRevealEnabled ? commitBy : 'direct' }),
      signal,
    )
    await store(deps, { block: block.number, setAt: clock.now(), weights, basis }, signal)
    const done = commitRevealEnabled ? 'weights committed' : 'weights set'
    log.info(done, { netuid, block: block.number, ...commit, epochBlock: decision.epochBlock, ...summary(weights) })
    return { tag: 'set', block }
  } catch (error) {
    if (signal.aborted || !isFinal(error)) throw error
    log.error('the chain refused the weights', { netuid, reason: messageOf(error) })
    return { tag: 'refused', detail: messageOf(error), untilBlock: decision.epochBlock }
  }
}

type Made = Pick<WeightSet, 'weights' | 'basis'>

/** What the scores are worth now. */
async function measured(
  { client, database, hotkey }: SetWeightsDeps,
  { netuid, scoreKey, scoring, favour: friend }: SetWeightsOptions,
  { neurons, at }: Metagraph,
): Promise<Made | 'no-scores'> {
  const scores = readScores(database.orm, scoreKey)
  if (scores.size === 0) return 'no-scores'
  const onChain = await client.commitments(netuid, at)
  const miners = toFacts({ neurons: chooseMiners({ neurons, self: hotkey.ss58, scored: scores }), onChain })
  const state = readState(database.orm, scoreKey)
  const earned = toWeightRecords({ neurons, miners, state, settings: scoring })
  return {
    weights: friend === undefined ? earned : favour(earned, friend),
    basis: { mechanism: scoreKey, roundId: readLastRound(database.orm)?.id ?? 0, miners, settings: scoring },
  }
}

/** What others show; made from no round. */
async function copied({ client, hotkey }: SetWeightsDeps, metagraph: Metagraph): Promise<Made | 'nothing-shown'> {
  const weights = await copyShown({ client, metagraph, self: hotkey.ss58 })
  return weights === undefined ? 'nothing-shown' : { weights, basis: undefined }
}

/**
 * Stores what the chain has accepted, for as long as it takes: a row that is on chain and not published is a fault in any
 * audit, and it cannot be set again.
 */
async function store({ database, clock, log }: SetWeightsDeps, set: WeightSet, signal: AbortSignal): Promise<void> {
  for (let waitMs = FIRST_STORE_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_STORE_MS))
    try {
      return storeWeights(database.orm, set)
    } catch (error) {
      if (!isAppError(error, 'database-failed')) throw error
      if (waitMs === FIRST_STORE_MS)
        log.error('the weights are on chain and cannot be stored; trying again', { reason: messageOf(error) })
      await clock.sleep(waitMs, signal)
    }
}

/** Writes a row in the way that the subnet takes it. */
async function send(
  deps: SetWeightsDeps,
  {
    netuid,
    row,
    versionKey,
    by,
  }: {
    readonly netuid: NetUid
    readonly row: WeightRow
    readonly versionKey: bigint
    readonly by: CommitKind | 'direct'
  },
): Promise<{ readonly block: BlockRef; readonly revealRound?: bigint }> {
  const { client, hotkey } = deps
  if (by === 'timelock') return client.commitTimelockedWeights(netuid, row, versionKey, hotkey)
  if (by === 'hash') return { block: await commitByHash(deps, { netuid, row, versionKey }) }
  return { block: await client.setWeights(netuid, row, versionKey, hotkey) }
}

/** The chain looked at the weights and said no: the same row would be refused again. */
const isFinal = (error: unknown): boolean =>
  isAppError(error, 'extrinsic-failed') || isAppError(error, 'commit-reveal-enabled')

/** Tries again what failed on the way: a lost connection, a full pool, a nonce taken by another process. */
const submit = <T>({ clock, log }: SetWeightsDeps, send: () => Promise<T>, signal: AbortSignal): Promise<T> =>
  pRetry(send, {
    retries: RETRIES,
    // The pauses are ours, on the injected clock.
    minTimeout: 0,
    signal,
    shouldRetry: ({ error }) => error instanceof AppError && !isFinal(error),
    async onFailedAttempt({ error, attemptNumber, retriesLeft }) {
      if (isFinal(error) || retriesLeft === 0) return
      log.warn('setting weights failed, trying again', { reason: messageOf(error), retriesLeft })
      await clock.sleep(FIRST_RETRY_MS * 2 ** (attemptNumber - 1), signal)
    },
  })

const summary = (weights: readonly WeightRecord[]) => ({
  uids: weights.length,
  above0: weights.filter(({ value }) => value > 0).length,
})
