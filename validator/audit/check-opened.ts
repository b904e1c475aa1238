import { isAppError, messageOf } from '../../shared/errors.ts'
import { secretHash } from '../../shared/round/secret-commitment.ts'
import type { BlockRef } from '../../shared/subtensor/client.ts'
import type { NetUid, Ss58 } from '../../shared/units.ts'
import type { PublishedEntry } from '../publish/shapes.ts'
import type { AuditChain } from './chain.ts'
import { secretCommitmentOf } from './check-beacon.ts'
import type { Findings } from './deviation.ts'
import { SLACK_BLOCKS } from './slack.ts'

/** What the opened secret of a validator is looked up by. */
export interface OpenedDeps {
  readonly chain: Pick<AuditChain, 'blockAt' | 'commitments'>
  readonly netuid: NetUid
  readonly validator: Ss58
  readonly head: BlockRef
  readonly findings: Findings
}

/** What a validator has opened on chain. */
export interface OpenedOnChain {
  /** First block of the epoch that the secret was drawn for. */
  readonly period: number
  /** SHA-256 of the secret, 64 hex digits. */
  readonly hash: string
}

/**
 * The newest secret that the validator has opened on chain, after holding it against the list of rounds: it must be the
 * one that the rounds of its period were drawn from.
 * @throws AppError `chain-unreachable`.
 */
export async function checkOpened(
  { chain, netuid, validator, head, findings }: OpenedDeps,
  entries: readonly PublishedEntry[],
): Promise<OpenedOnChain | undefined> {
  try {
    const at = await chain.blockAt(Math.max(1, head.number - SLACK_BLOCKS))
    const onChain = at && (await chain.commitments(netuid, at)).get(validator)
    const opened = secretCommitmentOf(onChain)?.opened
    if (opened === undefined) return undefined
    const { period } = opened
    const hash = secretHash(opened.secret)
    const rounds = entries.filter((entry) => entry.period === period)
    const [first] = rounds
    if (first !== undefined && !rounds.some((entry) => entry.secretHash === hash))
      findings.add({
        ...{ what: 'secret', round: first.round, block: first.block.number, hotkey: validator, size: rounds.length },
        expected: `a secret of hash ${first.secretHash} opened on chain for the period of block ${period}`,
        found: `one of hash ${hash}`,
      })
    return { period, hash }
  } catch (error) {
    if (!isAppError(error, 'no-state')) throw error
    findings.note(`${messageOf(error)}; the secret that is open on chain is not looked at`)
    return undefined
  }
}
