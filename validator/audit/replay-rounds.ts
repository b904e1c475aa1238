import { messageOf } from '../../shared/errors.ts'
import { afterRound, EMPTY_STATE, type ScoringState } from '../../shared/scoring/state.ts'
import type { NetUid, Ss58 } from '../../shared/units.ts'
import type { Models } from '../proofs.ts'
import type { PublishedEntry, PublishedRound, PublishedRow } from '../publish/shapes.ts'
import type { AuditChain } from './chain.ts'
import { checkAsked } from './check-asked.ts'
import { checkBeacon, type RoundView } from './check-beacon.ts'
import { checkEntry } from './check-sequence.ts'
import { adoptReturned, checkStandings, stateAfter } from './check-standings.ts'
import type { Findings } from './deviation.ts'
import type { OpenedKey } from './open-mechanism.ts'
import type { Published } from './read-published.ts'
import { type ReplayedMiner, replayRound } from './replay-round.ts'

/** What it takes to play all rounds of a validator again. */
export interface ReplayRoundsDeps {
  readonly chain: AuditChain
  readonly netuid: NetUid
  readonly published: Pick<Published, 'round'>
  readonly models: Models
  readonly openKey: (scoreKey: string) => Promise<OpenedKey>
  readonly findings: Findings
  readonly signal: AbortSignal
}

/** What playing all rounds again brought. */
export interface Replayed {
  readonly rounds: number
  /** Round whose state was taken from the validator, because older rounds are not there; `undefined` for none. */
  readonly trustedFrom: number | undefined
  /** States after the rounds that rows were made from, where they could be worked out. */
  readonly states: ReadonlyMap<PublishedRow, ScoringState>
  readonly miners: ReadonlyMap<Ss58, readonly ReplayedMiner[]>
  readonly proofWords: number
}

/** A transcript and what the chain held at its block. */
interface Loaded {
  readonly round: PublishedRound | undefined
  readonly view: RoundView | undefined
}

/** Sum of the sizes of a round: more cannot be asked for on the wire. */
const MOST_TASKS = 4_096

/**
 * Fetches one round after the other, checks it, plays it again, and folds what it says into what is remembered. Only one
 * round is in memory at a time.
 * @param entries each once, oldest first. @param rows oldest first.
 */
export async function replayRounds(
  deps: ReplayRoundsDeps,
  entries: readonly PublishedEntry[],
  rows: readonly PublishedRow[],
): Promise<Replayed> {
  const { published, findings, signal } = deps
  const states = new Map<PublishedRow, ScoringState>()
  const miners = new Map<Ss58, ReplayedMiner[]>()
  const folds = new Map<string, ScoringState>()
  const told = new Set<string>()
  const waiting = new Set(rows)
  let trustedFrom: number | undefined
  let rounds = 0
  let proofWords = 0
  /** Whether all rounds since the first are there. */
  let isWhole = entries[0]?.round === 1

  for (const entry of entries) {
    signal.throwIfAborted()
    keepStates(entry.round)
    if (entry.abandoned !== null) continue
    // The oldest rounds are kept no longer and the newest not open yet; others, which are told, are gaps.
    if (!entry.isKept || !entry.isOpened) {
      isWhole = false
      folds.clear()
      continue
    }
    // One after the other: while rounds are played no body gets in, and its server would seem slow.
    const { round, view } = await load(entry)
    if (round === undefined) {
      isWhole = false
      folds.clear()
      continue
    }
    const before = folds.get(round.mechanism) ?? (isWhole ? EMPTY_STATE : undefined)
    const replayed = await check(round, view, before)
    if (replayed !== undefined) {
      rounds++
      proofWords += replayed.proofWords
      for (const miner of replayed.miners) {
        const { hotkey } = miner.miner
        const list = miners.get(hotkey) ?? []
        // What is compared between validators needs no answers.
        list.push({ ...miner, miner: { ...miner.miner, payload: null, standing: null } })
        miners.set(hotkey, list)
      }
    }
    if (before !== undefined && replayed !== undefined) {
      const folded = afterRound(before, replayed.scored, round.scoring)
      const after = trustedFrom === undefined ? folded : adoptReturned(folded, before, round)
      checkStandings(round, after, told, findings)
      folds.set(round.mechanism, after)
    } else {
      const after = replayed === undefined ? undefined : stateAfter(round)
      if (after === undefined) folds.delete(round.mechanism)
      else {
        folds.set(round.mechanism, after)
        trustedFrom ??= round.round
        findings.note(`what was remembered after round ${round.round} is taken from the validator on trust`)
      }
    }
  }
  keepStates((entries.at(-1)?.round ?? 0) + 1)
  return { rounds, trustedFrom, states, miners, proofWords }

  /** Keeps the state of rows that were made before a round. */
  function keepStates(number: number): void {
    for (const row of waiting) {
      if (row.basis === null || row.basis.round >= number) continue
      waiting.delete(row)
      const state = folds.get(row.basis.mechanism)
      if (state !== undefined) states.set(row, state)
    }
  }

  function withheld({ round, block }: PublishedEntry, found: string): void {
    const expected = 'the transcript of an opened round, with what is remembered after it'
    findings.add({ what: 'withheld-round', round, block: block.number, size: 1, expected, found })
  }

  async function load(entry: PublishedEntry): Promise<Loaded> {
    const round = await published.round(entry.round)
    if (round?.kind === 'header') {
      // The validator goes on while it is audited, and drops the oldest answers.
      if (round.isKept || rounds > 0) withheld(entry, 'its header alone')
      else findings.note(`the answers of round ${round.round} were dropped during the audit`)
    }
    if (round?.kind !== 'round' || !checkEntry(entry, round, findings)) return { round: undefined, view: undefined }
    if (stateAfter(round) === undefined) withheld(entry, 'one without what is remembered')
    return { round, view: await checkBeacon(deps, round) }
  }

  async function check(round: PublishedRound, view: RoundView | undefined, before: ScoringState | undefined) {
    if (view !== undefined) {
      const known = new Set<string>(round.miners.map(({ hotkey }) => hotkey))
      // Without a state of before, who was asked is at least who announces an axon.
      const scored = before?.standings ?? known
      checkAsked(round, view, scored, findings)
    }
    // A round may name any number of strangers, each with tasks of its own to draw: they are told, and not played.
    const neurons = view && new Set<string>(view.metagraph.neurons.map(({ hotkey }) => hotkey))
    const miners = round.miners.filter(({ hotkey }) => neurons?.has(hotkey) ?? true)
    const { shared, own, canaries } = round.sizes
    const total = shared + own + canaries
    const opened = await deps.openKey(round.mechanism)
    if (opened.tag === 'not-replayable') {
      findings.note(opened.reason)
      return undefined
    }
    try {
      if (total <= MOST_TASKS) return await replayRound({ ...deps, mechanism: opened.mechanism }, { ...round, miners })
      const texts = { expected: `${MOST_TASKS} tasks at most, which fit a request`, found: `${total} tasks` }
      findings.add({ what: 'inconsistent', round: round.round, block: round.block.number, size: 1, ...texts })
    } catch (error) {
      // Sizes and settings come from outside: what a mechanism makes of them must not end the audit.
      if (signal.aborted) throw error
      findings.note(`round ${round.round} cannot be replayed: ${messageOf(error)}`)
    }
    return undefined
  }
}
