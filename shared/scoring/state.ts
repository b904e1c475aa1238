import { groupDuplicates } from './duplicates.ts'
import { type Compared, isNear, likenessOf } from './likeness.ts'
import { type PairEvidence, updatePair } from './pair-evidence.ts'
import type { ScoredRound } from './round.ts'
import type { ScoringSettings } from './settings.ts'
import { type Standing, updateStanding } from './standing.ts'

/** All that a validator remembers between rounds. Plain numbers by hotkey and by pair of hotkeys, for SQLite and audits. */
export interface ScoringState {
  readonly standings: ReadonlyMap<string, Standing>
  /** By `pairKey`. Only pairs that were near once: in an honest subnet none. */
  readonly pairs: ReadonlyMap<string, PairEvidence>
}

/** Of a validator before its first round. */
export const EMPTY_STATE: ScoringState = { standings: new Map(), pairs: new Map() }

/** Key of a pair, whichever is named first. Hotkeys hold no space. */
export const pairKey = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`)

/** Pairs are watched up to this multiple of the limit that accuses, so that evidence does not start over at each edge. */
const WATCH = 1.5
/** With a `nearRatio`, at least up to here: copies with another curve drawn over them are that far away, in the same order. */
const WATCH_RATIO = 0.3
/** Share of tasks answered alike from which a pair is watched. */
const WATCH_SHARE = 0.5
/** A pair that has gone this many times past the limits is no longer watched. */
const FORGET = 1.25

/**
 * The state after one more round: pure, so that an audit that folds the published rounds of a validator gets the same
 * state bit by bit. Order of the miners in the round makes no difference but for rounding.
 */
export function afterRound(state: ScoringState, round: ScoredRound, settings: ScoringSettings): ScoringState {
  const pairs = updatePairs(state.pairs, round, settings)
  const contributions = round.space.contributions?.(placesOf(round, pairs))
  const standings = new Map(state.standings)
  for (const [position, miner] of round.miners.entries())
    standings.set(
      miner.hotkey,
      updateStanding(state.standings.get(miner.hotkey), miner, {
        number: round.number,
        scale: round.scale,
        contribution: contributions?.get(position),
        settings,
      }),
    )
  return { standings, pairs }
}

/** The state without hotkeys that left: their standings and the pairs that they are in. */
export function forget(state: ScoringState, isGone: (hotkey: string) => boolean): ScoringState {
  return {
    standings: new Map([...state.standings].filter(([hotkey]) => !isGone(hotkey))),
    pairs: new Map([...state.pairs].filter(([, { a, b }]) => !isGone(a) && !isGone(b))),
  }
}

function updatePairs(
  before: ReadonlyMap<string, PairEvidence>,
  { number, miners, space }: ScoredRound,
  settings: ScoringSettings,
): ReadonlyMap<string, PairEvidence> {
  const compared = miners.flatMap(({ hotkey, answers }, position) =>
    answers === undefined ? [] : [{ hotkey, position, errors: answers.errors }],
  )
  const { identicalRatio, nearRatio } = settings
  const ratio = nearRatio > 0 ? Math.max(WATCH_RATIO, WATCH * nearRatio) : WATCH * identicalRatio
  const limits = { ratio, share: WATCH_SHARE }
  const distance = space.distance.bind(space)
  const after = new Map(before)
  const visit = (x: Compared & { hotkey: string }, y: Compared & { hotkey: string }): void => {
    const [a, b] = x.hotkey < y.hotkey ? [x, y] : [y, x]
    const key = pairKey(a.hotkey, b.hotkey)
    const known = before.get(key)
    if (known === undefined && !isNear(a, b, distance, limits)) return
    const likeness = likenessOf(a, b, space)
    const evidence = updatePair(known ?? start(a.hotkey, b.hotkey), likeness, { round: number, settings })
    const isFar =
      evidence.distance > FORGET * ratio * evidence.room && evidence.alike < (WATCH_SHARE / FORGET) * evidence.telling
    if (isFar) after.delete(key)
    else after.set(key, evidence)
  }
  for (const [index, x] of compared.entries()) for (const y of compared.slice(index + 1)) visit(x, y)
  return after
}

const start = (a: string, b: string) => ({
  a,
  b,
  rounds: 0,
  distance: 0,
  room: 0,
  gap: 0,
  gapVariance: 0,
  alike: 0,
  telling: 0,
})

/** Positions of the miners that answered, in groups that share a place. */
function placesOf({ miners }: ScoredRound, pairs: ReadonlyMap<string, PairEvidence>): readonly (readonly number[])[] {
  const positions = new Map(
    miners.flatMap(({ hotkey, answers }, position): [string, number][] =>
      answers === undefined ? [] : [[hotkey, position]],
    ),
  )
  const duplicates = [...pairs.values()].filter(({ since }) => since !== undefined)
  return groupDuplicates([...positions.keys()], duplicates).map((group) =>
    group.flatMap((hotkey) => positions.get(hotkey) ?? []),
  )
}
