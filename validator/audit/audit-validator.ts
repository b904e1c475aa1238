import type { ScoringSettings } from '../../shared/scoring/settings.ts'
import type { BlockRef, Metagraph, Neuron, SubnetHyperparameters } from '../../shared/subtensor/client.ts'
import type { Ss58 } from '../../shared/units.ts'
import type { PublishedEntry, PublishedIdentity, PublishedRow } from '../publish/shapes.ts'
import { checkBasis } from './check-basis.ts'
import { checkChainRows } from './check-chain-rows.ts'
import { checkKept } from './check-kept.ts'
import { checkNamedRounds } from './check-named-rounds.ts'
import { checkOpened } from './check-opened.ts'
import { checkSequence, inOrder } from './check-sequence.ts'
import { checkUpdates } from './check-updates.ts'
import { checkWeights, type WeightShare } from './check-weights.ts'
import { comparing } from './compare-readers.ts'
import { createFindings, type Findings } from './deviation.ts'
import { readPublished } from './read-published.ts'
import type { ReplayedMiner } from './replay-round.ts'
import { type ReplayRoundsDeps, replayRounds } from './replay-rounds.ts'
import type { Source } from './source.ts'

/** What an audit of one validator needs: the chain, models, and the subnet as of the head. */
export interface AuditValidatorDeps extends Omit<ReplayRoundsDeps, 'published' | 'findings' | 'netuid'> {
  readonly metagraph: Metagraph
  readonly hyperparameters: Pick<SubnetHyperparameters, 'commitRevealEnabled'>
}

/** Rounds of a validator: those that it lists, by what became of them. */
export interface RoundCounts {
  readonly listed: number
  readonly abandoned: number
  readonly opened: number
  readonly replayed: number
}

/** What was found of one validator, before it is compared with others. */
export interface ValidatorFindings {
  readonly hotkey: Ss58
  readonly uid: number
  /** Where its transcripts came from. */
  readonly source: string
  /** Whether there was anything to audit. */
  readonly isAudited: boolean
  readonly identity: PublishedIdentity | undefined
  /** Of its newest row. */
  readonly settings: ScoringSettings | undefined
  readonly findings: Findings
  readonly rounds: RoundCounts
  readonly trustedFrom: number | undefined
  readonly rows: { readonly published: number; readonly replayed: number }
  /** Of the rows that were worked out anew. */
  readonly shares: readonly (readonly WeightShare[])[]
  readonly miners: ReadonlyMap<Ss58, readonly ReplayedMiner[]>
  readonly proofWords: number
}

/** Of a validator of which nothing could be read. */
export const nothingFound = (
  { hotkey, uid }: Pick<Neuron, 'hotkey' | 'uid'>,
  about: Pick<ValidatorFindings, 'source' | 'identity' | 'findings'>,
): ValidatorFindings => ({
  ...{ hotkey, uid, ...about, settings: undefined, isAudited: false },
  rounds: { listed: 0, abandoned: 0, opened: 0, replayed: 0 },
  rows: { published: 0, replayed: 0 },
  ...{ trustedFrom: undefined, shares: [], miners: new Map(), proofWords: 0 },
})

/**
 * Audits one validator by what it published and what the chain holds.
 * @param against what another reader got from it.
 * @throws AppError `chain-unreachable`; the reason of the signal.
 */
export async function auditValidator(
  deps: AuditValidatorDeps,
  { hotkey, uid }: Pick<Neuron, 'hotkey' | 'uid'>,
  source: Source,
  against?: Source,
): Promise<ValidatorFindings> {
  const { chain, metagraph, hyperparameters } = deps
  const { netuid, tempo } = metagraph
  const head: BlockRef = metagraph.at
  const findings = createFindings(hotkey)
  const read = (from: Source, told: Findings) => readPublished(from, { validator: hotkey, netuid }, told)
  const own = read(source, findings)
  const published = against === undefined ? own : comparing(own, read(against, createFindings(hotkey)), findings)
  const identity = await published.identity()
  const nothing = nothingFound({ hotkey, uid }, { source: source.name, identity, findings })
  // A server that does not answer once is not asked for everything else.
  if (identity === undefined && findings.counts.has('unreachable')) return nothing
  const listed = await published.entries()
  if (listed === undefined) return nothing
  const entries = inOrder(listed)
  const rows = await published.rows()

  const opened = await checkOpened({ chain, netuid, validator: hotkey, head, findings }, entries)
  const { openAfterEpochs = 1_000 } = identity ?? {}
  checkSequence(listed, { head, tempo, openAfterEpochs, opened }, findings)
  if (identity !== undefined) checkKept(entries, identity, findings)
  checkNamedRounds({ head, entries, findings }, rows)
  const replayed = await replayRounds({ ...deps, netuid, published, findings }, entries, rows)
  const scored = entries.filter(({ abandoned }) => abandoned === null)
  const shares: (readonly WeightShare[])[] = []
  for (const row of rows) {
    const state = replayed.states.get(row)
    if (state !== undefined) shares.push(checkWeights(row, state, findings))
    await checkBasis({ chain, netuid, validator: hotkey, scored: state?.standings, entries: scored, findings }, row)
  }
  noteUnreplayed(rows, scored, replayed.states, findings)
  const isCommitReveal = hyperparameters.commitRevealEnabled
  await checkChainRows({ chain, netuid, uid, head, isCommitReveal, findings }, rows)
  await checkUpdates({ chain, netuid, validator: hotkey, head, entries, findings }, rows)

  const { rounds, trustedFrom, miners, proofWords } = replayed
  const openedRounds = scored.filter(({ isOpened }) => isOpened).length
  return {
    ...nothing,
    isAudited: true,
    settings: rows.at(-1)?.basis?.settings,
    rounds: {
      listed: entries.length,
      abandoned: entries.length - scored.length,
      opened: openedRounds,
      replayed: rounds,
    },
    rows: { published: rows.length, replayed: shares.length },
    ...{ trustedFrom, miners, proofWords, shares },
  }
}

/** Says of rows that were not worked out anew why not. */
function noteUnreplayed(
  rows: readonly PublishedRow[],
  entries: readonly PublishedEntry[],
  states: ReadonlyMap<PublishedRow, unknown>,
  findings: Findings,
): void {
  const opened = entries.findLast(({ isOpened }) => isOpened)?.round ?? 0
  const left = rows.filter((row) => !states.has(row))
  const early = left.filter(({ basis }) => basis !== null && basis.round > opened)
  const old = left.filter(({ basis }) => basis === null || basis.round <= opened)
  const tell = (some: readonly PublishedRow[], reason: string): void => {
    if (some.length === 0) return
    const [first, last] = [some[0]?.block, some.at(-1)?.block]
    const blocks = first === last ? `block ${first}` : `blocks ${first} to ${last}`
    findings.note(`${some.length} of ${rows.length} rows of weights, of ${blocks}, ${reason}`)
  }
  tell(old, 'not worked out anew: what came before is not there or cannot be replayed')
  tell(early, 'not worked out anew yet: what came before is not opened')
}
