import { z } from 'zod'
import type { Mechanism } from '../mechanism/mechanism.ts'
import { SKILL_EXPONENT, SKILL_FLOOR } from './weight-shapes.ts'

const share = z.number().min(0).max(1)

/**
 * What a subnet can set of the way from scores to weights. Every field has a default, so `{}` is valid. Validators of a
 * subnet use the same ones: whoever differs differs in weights, and consensus clips it.
 */
export const scoringSettings = z.strictObject({
  /** Rounds in which a round loses half of its weight in every average. */
  halfLifeRounds: z.number().positive().default(20),
  /** Rounds over which the pay of a miner that was not asked before rises to its weight: see `trialFactorFor`. 1: at once. */
  trialRounds: z.int().min(1).max(1000).default(8),
  /** Shape of the weights over skill: a ramp, or `softmax(z / temperature)` over the z-scores of the skills. */
  shape: z.enum(['ramp', 'softmax']).default('ramp'),
  skillFloor: z.number().min(0).max(0.9).default(SKILL_FLOOR),
  skillExponent: z.number().min(0.5).max(4).default(SKILL_EXPONENT),
  /** Of the softmax, in standard deviations of skill: smaller pays the best more. */
  temperature: z.number().min(0.05).max(100).default(0.5),
  /**
   * Share of a weight that the marginal contribution to the ensemble decides. 0, since with it honest miners are no
   * longer paid by their skill: a weak miner adds nothing to an ensemble with a strong one.
   */
  contributionShare: share.default(0),
  /** Weight of a miner that no round has scored yet, in parts of 65 535 of the best. */
  explorationWeight: z.int().min(0).max(655).default(5),
  /** λ of the latency factor: most that slowness costs. */
  latencyShare: z.number().min(0).max(0.2).default(0),
  /** Latency up to which nothing is lost, and from which λ is lost in full, in milliseconds. */
  latencyGraceMs: z.number().min(0).default(500),
  latencyLimitMs: z.number().positive().default(10_000),
  /** Skill from which the latency factor applies: it orders right answers, and never rewards quick wrong ones. */
  latencyMinSkill: share.default(0.1),
  /** Distance relative to the pair's own errors up to which two miners are one, whatever their skills. */
  identicalRatio: share.default(0.02),
  /**
   * The same up to which two miners are one when one's errors are no fewer than the other's. 0 where models of separate
   * trainings may be as near as copies: then only `identicalRatio` makes duplicates. See `settingsFor`.
   */
  nearRatio: share.default(0),
  /** With a `nearRatio`, the same up to which a check-point is too near to be a model of its own. */
  closeRatio: share.default(0.04),
  /** With a `nearRatio`, the share of the distance that leads towards the references, below which it is noise and no training. */
  nearProgress: share.default(0.2),
  /** With a `nearRatio`, the share of tasks answered alike from which two miners are one, however far apart the rest is. */
  sameShare: share.default(0.75),
  /** Rounds of evidence before any but the same model are grouped. */
  duplicateRounds: z.int().min(1).default(3),
  /** z from which shared skill above slice skill is a relay, in one round or many: see `relayZOf`. */
  relayZ: z.number().min(3).default(4.5),
  /** z up to which shared skill is paid in full: between this and `relayZ` ever less of what slices do not show. */
  relayTrustZ: z.number().min(1).max(3).default(2),
  /** Gap of skill below which a relay is not worth naming. */
  relayGap: share.default(0.05),
  /** Canaries between two false alarms at the least, on average: 1 / rate. */
  canaryRunLength: z.number().min(100).default(1e7),
  /** Failed proofs, halving every half-life, from which a miner is a downgrade. */
  failedProofs: z.number().positive().default(0.5),
  /** Share of rounds without a counted answer from which it is named. */
  lateShare: share.default(0.1),
})

/** Parsed settings; `scoringSettings.parse({})` gives the defaults. */
export type ScoringSettings = z.infer<typeof scoringSettings>

/** The settings of a validator that sets nothing. */
export const DEFAULT_SCORING: ScoringSettings = scoringSettings.parse({})

/**
 * `nearRatio` as a share of the least that separate trainings were measured at: honest miners keep half as much again
 * between them and it.
 */
const NEAR_SHARE = 2 / 3

/** The settings of a subnet with a mechanism: what `input` sets, and for the rest what fits the mechanism. */
export const settingsFor = (
  { separateRatio = 0 }: Pick<Mechanism, 'separateRatio'>,
  input: z.input<typeof scoringSettings> = {},
): ScoringSettings => scoringSettings.parse({ nearRatio: NEAR_SHARE * separateRatio, ...input })
