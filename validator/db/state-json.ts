import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import { NO_PROOFS } from '../../shared/proof/judge.ts'
import type { PairEvidence } from '../../shared/scoring/pair-evidence.ts'
import type { Standing } from '../../shared/scoring/standing.ts'
import { parserOf } from '../../shared/zod-parser.ts'

/** JSON has no `undefined`: it is kept as null, so that no field is ever left out. */
const maybe = <T extends z.ZodType>(schema: T) =>
  schema.nullable().transform((value): z.output<T> | undefined => value ?? undefined)

const number = z.number()
const round = maybe(number)
const estimate = z.strictObject({ mean: number, weight: number, squares: number, spread: number })
const slice = z.strictObject({ rounds: number, weight: number, gap: number, variance: number, slice: number })

/** Shape of a standing. */
export const standingShape: z.ZodType<Standing> = z.strictObject({
  hotkey: z.string(),
  rounds: number,
  skill: estimate,
  missed: estimate,
  lateness: maybe(estimate),
  contribution: maybe(estimate),
  slice: maybe(slice),
  canary: number,
  // Of before proofs were counted over rounds there are none.
  proofs: z.strictObject({ passed: number, failed: number }).default(NO_PROOFS),
  verified: number,
  failed: number,
  since: z.strictObject({ relay: round, leak: round, downgrade: round, late: round }),
})

/** Shape of the evidence on a pair. */
export const pairShape: z.ZodType<PairEvidence> = z.strictObject({
  a: z.string(),
  b: z.string(),
  rounds: number,
  distance: number,
  room: number,
  gap: number,
  gapVariance: number,
  alike: number,
  telling: number,
  since: round,
})

const parseStandingJson = parserOf(standingShape, 'standing')
const parsePairJson = parserOf(pairShape, 'evidence of a pair')
const parsePairsJson = parserOf(z.array(pairShape), 'evidence of pairs')

/**
 * Replacer of `JSON.stringify` that keeps fields without a value.
 * @throws AppError `out-of-range` for what JSON has no number for: it would come back as no value.
 */
export function asNull(name: string, field: unknown): unknown {
  if (typeof field === 'number' && !Number.isFinite(field))
    throw new AppError('out-of-range', `${name} is ${field}; valid are finite numbers`)
  return field ?? null
}

/** Text of numbers that scoring keeps; every number comes back bit by bit. */
export const toStateJson = (value: Standing | PairEvidence | readonly PairEvidence[]): string =>
  JSON.stringify(value, asNull)

/** @throws AppError `malformed` for what another version wrote. */
export const parseStanding = (text: string): Standing => parseStandingJson(JSON.parse(text))
/** @throws AppError `malformed` for what another version wrote. */
export const parsePair = (text: string): PairEvidence => parsePairJson(JSON.parse(text))
/** @throws AppError `malformed` for what another version wrote. */
export const parsePairs = (text: string): readonly PairEvidence[] => parsePairsJson(JSON.parse(text))
