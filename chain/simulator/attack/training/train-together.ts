import type { Rng } from '../../../../shared/rng.ts'
import {
  drawCentres,
  drawShard,
  lossOf,
  moved,
  normOf,
  PARAMETERS,
  type Shard,
  startParameters,
} from './tiny-network.ts'

/** A peer that sends a gradient in every window. */
export interface Peer {
  readonly name: string
  /** What it sends; others that were sent before it are there to be seen. */
  gradient(turn: PeerTurn): Float64Array
}

/** What a peer has. */
export interface PeerTurn {
  readonly parameters: Float64Array
  /** The rows that it was assigned for this window, which only it and the validator know. */
  readonly shard: Shard
  readonly seen: readonly Float64Array[]
  readonly rng: Rng
}

/** How gradients are judged. */
export interface TrainingRules {
  /** A gradient must help the assigned rows more than others: the Gauntlet's indicator, averaged. */
  readonly isOwnAgainstRandom: boolean
  /** Of two gradients with the same largest entries the later one is out. */
  readonly isOverlapChecked: boolean
  /** Gradients are scaled to at most the median length. */
  readonly isClipped: boolean
  /** Gradients that raise the loss on clean rows are left out of the sum. */
  readonly isLossChecked: boolean
}

/** What training came to. */
export interface Training {
  /** Pay of each peer by window, as shares of 1. */
  readonly pay: readonly (readonly number[])[]
  /** Loss on clean rows by window. */
  readonly losses: readonly number[]
  /** Peers that were paid less than half of an even share at the end. */
  readonly starved: readonly boolean[]
}

const SHARD_ROWS = 48
const CLEAN_ROWS = 256
const RATE = 0.6
/** The validator tries a gradient at a part of the rate. */
const TRIAL_RATE = 0.2
/** Weight of a new value in the average of the indicator. */
const ALPHA = 0.1
/** Share of the entries, the largest ones, that are compared, and the part of these from which two gradients are one. */
const TOP_SHARE = 0.2
const OVERLAP = 0.6
/** In which the indicators find their places. */
const WINDOWS_BEFORE_PAY = 8

/**
 * Peers train one network together. In each window every peer is assigned rows of its own and sends a gradient; the
 * validator pays by the loss that it saves on rows that nobody was assigned, times the average of an indicator: +1 when
 * it saves more on the assigned rows than on others, −1 otherwise (Templar's Gauntlet, `binary_score_ma_alpha`). All
 * gradients that pass are added.
 */
export function trainTogether(peers: readonly Peer[], rules: TrainingRules, windows: number, rng: Rng): Training {
  const centres = drawCentres(rng.fork('centres'))
  const clean = drawShard(centres, CLEAN_ROWS, rng.fork('clean'))
  let parameters = startParameters(rng.fork('start'))
  const indicators = peers.map(() => 0)
  const pay: number[][] = []
  const losses: number[] = []
  for (let window = 0; window < windows; window++) {
    const other = drawShard(centres, CLEAN_ROWS, rng.fork(`other ${window}`))
    const seen: Float64Array[] = []
    const shards = peers.map((_, index) => drawShard(centres, SHARD_ROWS, rng.fork(`shard ${window} ${index}`)))
    for (const [index, peer] of peers.entries()) {
      const shard = shards[index] ?? clean
      seen.push(peer.gradient({ parameters, shard, seen: [...seen], rng: rng.fork(`peer ${window} ${peer.name}`) }))
    }
    const before = lossOf(parameters, other)
    const lengths = seen.map(normOf).toSorted((a, b) => a - b)
    const median = lengths[Math.floor(lengths.length / 2)] ?? 0
    const sent = rules.isClipped ? seen.map((gradient) => clipped(gradient, median)) : seen
    const tops = rules.isOverlapChecked ? sent.map(largestOf) : []
    const scores = sent.map((gradient, index) => {
      const shard = shards[index] ?? clean
      const trial = moved(parameters, gradient, TRIAL_RATE)
      const saved = (before - lossOf(trial, other)) / before
      const ownBefore = lossOf(parameters, shard)
      const savedOwn = (ownBefore - lossOf(trial, shard)) / ownBefore
      indicators[index] = (1 - ALPHA) * (indicators[index] ?? 0) + ALPHA * (savedOwn > saved ? 1 : -1)
      const isCopy = tops.slice(0, index).some((earlier) => overlap(earlier, tops[index]) >= OVERLAP)
      const trust = rules.isOwnAgainstRandom ? Math.max(0, indicators[index] ?? 0) : 1
      return { saved, paid: isCopy ? 0 : Math.max(0, saved) * trust }
    })
    const all = scores.reduce((sum, { paid }) => sum + paid, 0)
    if (window >= WINDOWS_BEFORE_PAY) pay.push(scores.map(({ paid }) => (all === 0 ? 0 : paid / all)))
    const passed = sent.filter((_, index) => !rules.isLossChecked || (scores[index]?.saved ?? 0) > 0)
    const sum = new Float64Array(PARAMETERS)
    for (const gradient of passed)
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (gradient[i] ?? 0) / peers.length
    parameters = moved(parameters, sum, RATE)
    losses.push(lossOf(parameters, clean))
  }
  const even = 1 / peers.length
  const starved = peers.map(
    (_, index) => pay.reduce((sum, row) => sum + (row[index] ?? 0), 0) < (even * pay.length) / 2,
  )
  return { pay, losses, starved }
}

/** The gradient of a peer's own rows: what an honest peer sends. */
export const honestPeer = (name: string): Peer => ({
  name,
  gradient({ parameters, shard }) {
    const gradient = new Float64Array(PARAMETERS)
    lossOf(parameters, shard, gradient)
    return gradient
  },
})

function clipped(gradient: Float64Array, limit: number): Float64Array {
  const length = normOf(gradient)
  return length <= limit || length === 0 ? gradient : gradient.map((value) => (value * limit) / length)
}

/** Positions of the largest entries. */
function largestOf(gradient: Float64Array): ReadonlySet<number> {
  const sizes = gradient.map(Math.abs)
  const order = Array.from(sizes.keys()).sort((x, y) => (sizes[y] ?? 0) - (sizes[x] ?? 0))
  return new Set(order.slice(0, Math.max(1, Math.round(TOP_SHARE * sizes.length))))
}

/** Part of the largest entries that two gradients have in common. */
const overlap = (a: ReadonlySet<number>, b: ReadonlySet<number> = new Set()): number =>
  [...a].filter((position) => b.has(position)).length / a.size
