import { isAppError, messageOf } from '../../shared/errors.ts'
import type { BlockRef } from '../../shared/subtensor/client.ts'
import type { NetUid, Ss58 } from '../../shared/units.ts'
import { KEPT_ROWS } from '../db/weights.ts'
import type { PublishedEntry, PublishedRow } from '../publish/shapes.ts'
import type { AuditChain } from './chain.ts'
import type { Findings } from './deviation.ts'
import { SLACK_BLOCKS } from './slack.ts'

/** What the blocks of published rows are held against. */
export interface UpdatesDeps {
  readonly chain: Pick<AuditChain, 'blockAt' | 'metagraphAt'>
  readonly netuid: NetUid
  readonly validator: Ss58
  /** Of the audit's look at the chain, from before the rows were fetched. */
  readonly head: BlockRef
  /** Oldest first. */
  readonly entries: readonly PublishedEntry[]
  readonly findings: Findings
}

/** Rows that are counted between two published ones. */
const MOST_COUNTED = 20

/**
 * Tells rows that were set and are not published, by the block of the last one that the chain notes of every validator:
 * just before each published row, and now. Before the oldest one only as far back as rounds are listed: a validator that
 * started with a new database has not got what came before.
 * @param rows oldest first.
 * @throws AppError `chain-unreachable`.
 */
export async function checkUpdates(
  { chain, netuid, validator, head, entries, findings }: UpdatesDeps,
  rows: readonly PublishedRow[],
): Promise<void> {
  const known = rows.filter(({ block }) => block <= head.number)
  const start = entries.find(({ abandoned }) => abandoned === null)?.block.number ?? 0
  let before = known.length < KEPT_ROWS ? start : undefined
  for (const block of [...known.map((row) => row.block - 1), head.number - SLACK_BLOCKS]) {
    const after = before ?? block
    before = block + 1
    try {
      const hidden = await updatesBetween(after, block)
      const [newest] = hidden
      if (newest === undefined) continue
      const found = `rows of blocks ${after} and ${block + 1}, and none between`
      const expected = `the row of block ${newest}${hidden.length > 1 ? ` and ${hidden.length - 1} before it` : ''}`
      findings.add({ what: 'unpublished-row', block: newest, size: hidden.length, expected, found })
    } catch (error) {
      if (!isAppError(error, 'no-state') && !isAppError(error, 'unknown-netuid')) throw error
      findings.note(`${messageOf(error)}; whether rows of before it are missing is not looked at`)
    }
  }

  /** Blocks after one and up to another in which the validator set a row, newest first. */
  async function updatesBetween(after: number, upTo: number): Promise<readonly number[]> {
    const found: number[] = []
    for (let number = upTo; number > after && found.length < MOST_COUNTED; ) {
      const at = await chain.blockAt(number)
      if (at === undefined) break
      const { neurons } = await chain.metagraphAt(netuid, at)
      const neuron = neurons.find(({ hotkey }) => hotkey === validator)
      // Registering counts as an update, and sets no row.
      const isRow = neuron !== undefined && neuron.lastUpdate > neuron.blockAtRegistration
      if (!isRow || neuron.lastUpdate <= after || neuron.lastUpdate > number) break
      found.push(neuron.lastUpdate)
      number = neuron.lastUpdate - 1
    }
    return found
  }
}
