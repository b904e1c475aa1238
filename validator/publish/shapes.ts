import { z } from 'zod'
import { parseSs58 } from '../../shared/crypto/ss58.ts'
import { scoringSettings } from '../../shared/scoring/settings.ts'
import { uid as toUid } from '../../shared/units.ts'
import { parserOf } from '../../shared/zod-parser.ts'
import { keptSinceShape } from '../db/kept-since.ts'
import { PROOF_STATES, ROUND_STATES } from '../db/schema.ts'
import { pairShape, standingShape } from '../db/state-json.ts'
import { OUTCOMES } from '../outcomes.ts'

/** Version of what is published; rises when a field changes meaning or comes in that audits need. */
export const FORMAT = 2

const whole = z.int().min(0)
const bareHash = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hex digits')
const blockHash = z.string().regex(/^0x[0-9a-f]{64}$/, 'expected 0x and 64 lower-case hex digits')
const word = z.string().max(256)
const text = z.string().max(4_096)
const ss58 = z
  .string()
  .max(64)
  .transform((value, context) => {
    try {
      return parseSs58(value)
    } catch {
      context.addIssue({ code: 'custom', message: 'expected an SS58 address' })
      return z.NEVER
    }
  })
const proofCount = z.int().min(0).max(8_192).nullable()
const uid = z.int().min(0).max(65_535).transform(toUid)
/** A list that names no hotkey twice. */
const once = <T extends z.ZodType<{ readonly hotkey: string }>>(schema: T) =>
  z
    .array(schema)
    .max(65_536)
    .refine((list) => new Set(list.map(({ hotkey }) => hotkey)).size === list.length, 'a hotkey is named twice')
const maybe = <T extends z.ZodType>(schema: T) => schema.optional().transform((value): z.output<T> | undefined => value)

/** What stands in every body. */
const common = { format: z.literal(FORMAT), validator: ss58, netuid: z.int().min(0).max(65_535) }

const identity = z.object({
  ...common,
  kind: z.literal('identity'),
  software: word,
  /** Key of `toScoreKey`. */
  mechanism: word,
  /** Epochs after which a secret is opened. */
  openAfterEpochs: z.int().min(1).max(1_000),
  /** Newest rounds that stay, and those whose answers stay. */
  keepRounds: whole,
  keepAnswers: whole,
  /** Since when, and what was there then; null, or nothing by older programs, where it was always so. */
  kept: keptSinceShape.nullable().default(null),
})

const entry = z.object({
  round: whole,
  mechanism: word,
  name: word,
  block: z.object({ number: whole, hash: blockHash }),
  period: whole,
  secretHash: bareHash,
  committedBlock: whole.nullable(),
  isOpened: z.boolean(),
  isKept: z.boolean(),
  /** State in which it was given up, and why; null for a scored round. */
  abandoned: z.object({ in: z.enum(ROUND_STATES), reason: word }).nullable(),
})

const rounds = z.object({
  ...common,
  kind: z.literal('rounds'),
  /** Oldest first. */
  rounds: z.array(entry).max(1_000),
  /** Where the next page begins; null on the last. */
  next: whole.nullable(),
})

const miner = z.object({
  hotkey: ss58,
  uid,
  outcome: z.enum(OUTCOMES),
  detail: text,
  commitHash: bareHash.nullable(),
  signature: z
    .string()
    .regex(/^0x[0-9a-f]{128}$/)
    .nullable(),
  latencyMs: z.number().min(0).nullable(),
  /** The very text of the reveal. */
  payload: z.string().nullable(),
  salt: bareHash.nullable(),
  revealMs: z.number().min(0).nullable(),
  registeredModel: bareHash.nullable(),
  registeredBlock: whole.nullable(),
  model: bareHash.nullable(),
  proof: z.enum(PROOF_STATES).nullable(),
  /** Proofs that held and that did not; null for rounds of before they were counted. */
  proofsPassed: proofCount,
  proofsFailed: proofCount,
  proofDetail: text,
  score: z.number(),
  skill: z.number().nullable(),
  sliceSkill: z.number().nullable(),
  canaryScore: z.number().nullable(),
  /** All that scoring remembers of it after the round. */
  standing: standingShape.nullable(),
})

const round = z.object({
  ...common,
  kind: z.literal('round'),
  ...entry.omit({ isOpened: true, isKept: true, abandoned: true }).shape,
  /** The opened secret. */
  secret: bareHash,
  sizes: z.object({ shared: z.int().min(1).max(8_192), own: whole.max(8_192), canaries: whole.max(8_192) }),
  difficulty: z.number().min(0).max(1).nullable(),
  deadlineMs: whole,
  scale: z.object({ worst: z.number(), chance: z.number(), perfect: z.number() }),
  startedAt: z.number(),
  durationMs: z.number(),
  scoring: scoringSettings,
  /** In the order of hotkeys; one for each that was asked. */
  miners: once(miner),
  /** Evidence on pairs of miners after the round; null when it is kept no longer. */
  pairs: z
    .array(pairShape)
    .refine((list) => new Set(list.map(({ a, b }) => `${a} ${b}`)).size === list.length, 'a pair is named twice')
    .nullable(),
})

const header = z.object({ ...common, kind: z.literal('header'), ...entry.shape })

const row = z.object({
  block: whole,
  setAt: z.number(),
  weights: once(z.object({ hotkey: ss58, uid, value: z.int().min(0).max(65_535) })),
  basis: z
    .object({
      mechanism: word,
      /** Newest scored round at the time: the state after it decided. */
      round: whole,
      settings: scoringSettings,
      miners: once(
        z.object({
          hotkey: ss58,
          uid,
          registeredBlock: whole,
          model: maybe(bareHash),
          modelBlock: maybe(whole),
        }),
      ),
    })
    .nullable(),
})

const weights = z.object({
  ...common,
  kind: z.literal('weights'),
  /** Rows that the chain accepted, newest first. */
  rows: z.array(row).max(100),
  /** Rows before this block are on the next page; null on the last. */
  next: whole.nullable(),
})

export type PublishedIdentity = z.output<typeof identity>
export type PublishedEntry = z.output<typeof entry>
export type PublishedMiner = z.output<typeof miner>
export type PublishedRound = z.output<typeof round>
export type PublishedHeader = z.output<typeof header>
export type PublishedRow = z.output<typeof row>

/** Parsers of what a validator publishes. @throws AppError `malformed`. */
export const parseIdentity = parserOf(identity, 'identity')
export const parseRounds = parserOf(rounds, 'list of rounds')
export const parseRound = parserOf(z.discriminatedUnion('kind', [round, header]), 'transcript')
export const parseWeights = parserOf(weights, 'list of weights')
