import { z } from 'zod'
import type { Mechanism } from '../mechanism/mechanism.ts'
import { SKILL_EXPONENT, SKILL_FLOOR } from './weight-shapes.ts'

const share = z.number().min(0).max(1)

/**
 * What a subnet can set of the way from scores to weights. Every field has a default, so `{}` is valid. Validators of a
 * subnet use the same ones: whoever differs differs in weights, and consensus clips it.
 */
export const scoringSettings = z.strictObject({
  halfLifeRounds: z
    .number()
    .positive()
    .default(20)
    .describe('rounds in which a round loses half of its weight in every average'),
  /** See `trialFactorFor`. */
  trialRounds: z
    .int()
    .min(1)
    .max(1000)
    .default(8)
    .describe('rounds over which the pay of a new miner rises to its weight; 1: at once'),
  shape: z
    .enum(['ramp', 'softmax'])
    .default('ramp')
    .describe('of the weights over skill: a ramp, or softmax(z / temperature) over the z-scores of the skills'),
  skillFloor: z.number().min(0).max(0.9).default(SKILL_FLOOR).describe('ramp: skill up to which nothing is paid'),
  // Below 1, hotkeys that answer by turns, each with a part of the skill, would earn more than one that always does.
  skillExponent: z
    .number()
    .min(1)
    .max(4)
    .default(SKILL_EXPONENT)
    .describe('ramp: power of the skill above the floor; more pays the best more'),
  temperature: z
    .number()
    .min(0.05)
    .max(100)
    .default(0.5)
    .describe('softmax: in standard deviations of skill; less pays the best more'),
  /** 0, since with it honest miners are no longer paid by their skill: a weak one adds nothing to a strong one's ensemble. */
  contributionShare: share
    .default(0)
    .describe('share of a weight that the marginal contribution to the ensemble decides'),
  explorationWeight: z
    .int()
    .min(0)
    .max(655)
    .default(5)
    .describe('weight of a miner that no round has scored yet, in parts of 65535 of the best'),
  latencyShare: z.number().min(0).max(0.2).default(0).describe('most of a weight that slowness costs'),
  latencyGraceMs: z.number().min(0).default(500).describe('latency up to which nothing is lost, in milliseconds'),
  latencyLimitMs: z
    .number()
    .positive()
    .default(10_000)
    .describe('latency from which latencyShare is lost in full, in milliseconds'),
  /** Latency orders right answers, and never rewards quick wrong ones. */
  latencyMinSkill: share.default(0.1).describe('skill from which latency counts'),
  identicalRatio: share
    .default(0.02)
    .describe('distance of answers over the errors of both up to which two miners are one, whatever their skills'),
  /** 0 where models of separate trainings may be as near as copies: then only `identicalRatio` makes duplicates. See `settingsFor`. */
  nearRatio: share
    .default(0)
    .describe("the same up to which two miners are one when one's errors are no fewer than the other's"),
  closeRatio: share
    .default(0.04)
    .describe('with a nearRatio, the same up to which a check-point is too near to be a model of its own'),
  nearProgress: share
    .default(0.2)
    .describe('with a nearRatio, share of the distance that leads towards the truth, below which it is noise'),
  sameShare: share
    .default(0.75)
    .describe('with a nearRatio, share of tasks answered alike from which two miners are one'),
  duplicateRounds: z.int().min(1).default(3).describe('rounds of evidence before any but the same model are grouped'),
  /** See `relayZOf`. */
  relayZ: z
    .number()
    .min(3)
    .default(4.5)
    .describe('z from which skill on shared tasks above that on own ones is a relay, in one round or many'),
  relayTrustZ: z
    .number()
    .min(1)
    .max(3)
    .default(2)
    .describe('z up to which skill on shared tasks is paid in full; from it to relayZ ever less'),
  relayGap: share.default(0.05).describe('gap of skill below which a relay is not worth naming'),
  canaryRunLength: z
    .number()
    .min(100)
    .default(1e7)
    .describe('canaries between two false alarms at the least, on average'),
  failedProofs: z
    .number()
    .positive()
    .default(0.5)
    .describe('failed proofs, halving every half-life, from which a miner is a downgrade'),
  lateShare: share.default(0.1).describe('share of rounds without a counted answer from which it is named'),
})

/** Parsed settings; `scoringSettings.parse({})` gives the defaults. */
export type ScoringSettings = z.infer<typeof scoringSettings>

/** The settings of a validator that sets nothing. */
export const DEFAULT_SCORING: ScoringSettings = scoringSettings.parse({})

/** What each setting is, for helps. */
export const SCORING_HELP: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(scoringSettings.shape).map(([name, { description = '' }]) => [name, description]),
)

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
