import type { Clock } from '../shared/clock.ts'
import type { Keypair } from '../shared/crypto/keypair.ts'
import { isAppError, messageOf } from '../shared/errors.ts'
import type { Logger } from '../shared/log.ts'
import type { ScoringSettings } from '../shared/scoring/settings.ts'
import type { BlockRef, Metagraph, SubtensorClient, WeightRow } from '../shared/subtensor/client.ts'
import type { NetUid, Ss58 } from '../shared/units.ts'
import { chooseMiners } from './choose-miners.ts'
import { commitByHash } from './commit-by-hash.ts'
import { copyShown } from './copy-weights.ts'
import { storeIntended } from './db/intended-weights.ts'
import type { Database } from './db/open.ts'
import { readLastRound } from './db/rounds.ts'
import { readScores, readState } from './db/scores.ts'
import { type Made, storeWeights, type WeightRecord } from './db/weights.ts'
import { readUnsettled, settleIntended } from './settle-intended.ts'
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
  | { readonly tag: 'set'; readonly block: number }
  | { readonly tag: 'wait'; readonly reason: WaitReason | 'no-scores' | 'nothing-shown'; readonly untilBlock: number }
  /** The chain said no, and would say it again before the epoch. */
  | { readonly tag: 'refused'; readonly detail: string; readonly untilBlock: number }

/**
 * Sets weights from the stored scores when it is time to, also when the newest rounds failed. Where the subnet has
 * commit-reveal, they are committed encrypted, and the chain sets them. The row is stored before it is sent: what became
 * of one whose answer was lost is found out at the next turn.
 * @throws AppError `chain-unreachable`, `database-failed` and others that may pass: the next block is the next try.
 */
export async function setWeightsWhenDue(
  deps: SetWeightsDeps,
  options: SetWeightsOptions,
  signal: AbortSignal,
): Promise<SetWeightsResult> {
  const { client, database, hotkey, clock, log } = deps
  const { netuid, commitBy, copies = false } = options

  // 1. What became of the last row, is it time, and may we?
  const [metagraph, hyperparameters] = await Promise.all([client.metagraph(netuid), client.hyperparameters(netuid)])
  await settleIntended(deps, metagraph)
  const { weightsVersion, commitRevealEnabled } = hyperparameters
  // Encrypted weights cannot be late: the beacon opens them before the epoch. Others show theirs in epochs alone, then.
  const isLate = copies && !(commitRevealEnabled && commitBy === 'timelock')
  const decision = decideWeights({ metagraph, hyperparameters, hotkey: hotkey.ss58, isLate })
  if (decision.tag === 'wait') return decision
  const { epochBlock, lastUpdate } = decision

  // 2. What is to be set today? Without scores, the row on chain is better than an empty one.
  const made =
    readUnsettled(database, metagraph, epochBlock) ??
    (copies ? await copied(deps, metagraph) : await measured(deps, options, metagraph))
  if (typeof made === 'string') return { tag: 'wait', reason: made, untilBlock: metagraph.at.number + 1 }
  const { weights, basis } = made
  if (weights.every(({ value }) => value === 0)) log.warn('no miner is better than chance: all weights are 0')

  // 3. Write the row, and remember what the chain accepted.
  signal.throwIfAborted()
  const about = {
    isShown: !commitRevealEnabled,
    block: metagraph.at.number,
    madeAt: clock.now(),
    lastUpdate,
    epochBlock,
  }
  storeIntended(database.orm, { ...made, ...about })
  try {
    const by = commitRevealEnabled ? commitBy : 'direct'
    const { block, ...commit } = await send(deps, { netuid, row: toRow(weights), versionKey: weightsVersion, by })
    storeWeights(database.orm, { block: block.number, setAt: clock.now(), weights, basis })
    const done = commitRevealEnabled ? 'weights committed' : 'weights set'
    log.info(done, { netuid, block: block.number, ...commit, epochBlock, ...summary(weights) })
    return { tag: 'set', block: block.number }
  } catch (error) {
    if (!isFinal(error)) throw error
    // An earlier try that no answer came to may have been taken, so that this one was too early.
    const block = await settleIntended(deps, await client.metagraph(netuid), { isRefused: true })
    if (block !== undefined) return { tag: 'set', block }
    log.error('the chain refused the weights', { netuid, reason: messageOf(error) })
    return { tag: 'refused', detail: messageOf(error), untilBlock: epochBlock }
  }
}

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

const summary = (weights: readonly WeightRecord[]) => ({
  uids: weights.length,
  above0: weights.filter(({ value }) => value > 0).length,
})
