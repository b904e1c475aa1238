import type { BlockRef } from '../../shared/subtensor/client.ts'
import type { PublishedEntry, PublishedRow } from '../publish/shapes.ts'
import type { Findings } from './deviation.ts'
import { SLACK_BLOCKS } from './slack.ts'

/** What the rounds that rows name are held against. */
export interface NamedRounds {
  /** Of the audit's look at the chain, from before the list was fetched. */
  readonly head: BlockRef
  /** As listed, oldest first. */
  readonly entries: readonly PublishedEntry[]
  readonly findings: Findings
}

/**
 * Holds the rounds that rows name against the list of rounds. Rows that name none, or one that is not listed, cannot be
 * worked out anew: whoever cuts its list short, or says nothing of a row, is told instead of being left alone.
 * @param rows oldest first.
 */
export function checkNamedRounds({ head, entries, findings }: NamedRounds, rows: readonly PublishedRow[]): void {
  const listed = new Map(entries.map((entry) => [entry.round, entry]))
  const last = entries.reduce((most, { round }) => Math.max(most, round), 0)
  let newest: { readonly round: number; readonly block: number } | undefined
  for (const { block, basis } of rows) {
    if (basis === null) {
      const texts = { expected: 'the round, the settings and the miners that a row was made from', found: 'none' }
      findings.add({ what: 'no-basis', block, size: 1, ...texts })
      continue
    }
    const { round } = basis
    if (round > last && block <= head.number - SLACK_BLOCKS && round > (newest?.round ?? 0)) newest = { round, block }
    const entry = listed.get(round)
    if (entry === undefined) continue
    const fault = faultOf(entry, block) ?? switchFault(entries, entry, basis.mechanism)
    if (fault !== undefined) findings.add({ what: 'basis', round, block, size: 1, ...fault })
  }
  if (newest !== undefined)
    findings.add({
      ...{ what: 'missing-round', ...newest, size: newest.round - last },
      expected: `round ${newest.round}, which the row of block ${newest.block} was made from`,
      found: last === 0 ? 'no rounds' : `rounds up to ${last}`,
    })
}

type Fault = { readonly expected: string; readonly found: string }

/** Why a row cannot have been made from a round. */
function faultOf({ round, block, abandoned }: PublishedEntry, at: number): Fault | undefined {
  if (abandoned !== null) return { expected: 'a round that was scored', found: `round ${round}, which was abandoned` }
  if (block.number <= at) return undefined
  return { expected: `a round of before block ${at}`, found: `round ${round} of block ${block.number}` }
}

/** A row is of the mechanism of its round, or of the next ones when the validator has just changed to another. */
function switchFault(entries: readonly PublishedEntry[], own: PublishedEntry, mechanism: string): Fault | undefined {
  const next = entries.find(({ round, abandoned }) => round > own.round && abandoned === null)
  if (own.mechanism === mechanism || next === undefined || next.mechanism === mechanism) return undefined
  return { expected: `scores of ${own.mechanism}, as round ${own.round}`, found: `scores of ${mechanism}` }
}
