import { z } from 'zod'
import { AppError } from '../../../../shared/errors.ts'
import { parserOf } from '../../../../shared/zod-parser.ts'
import { type Design, designShape } from '../design.ts'
import { canonicalJson, digestOf, type JsonObject, toJson } from '../json.ts'
import { varyText } from '../vary.ts'

/** What a sweep is: two files hold parts of the same sweep when all of this is equal. */
export interface SweepIdentity {
  /** Version of the program; another one may simulate otherwise. */
  readonly toolVersion: string
  /** The scenario with all defaults, before any parameter varies. */
  readonly scenario: JsonObject
  readonly design: Design
  /** SHA-256, lower-case hex, of the files that the scenario names, by these names. */
  readonly files: Readonly<Record<string, string>>
}

/** As it stands in a file. */
const identityShape = z.strictObject({
  toolVersion: z.string(),
  scenarioDigest: z.string().regex(/^[0-9a-f]{64}$/),
  scenario: z.record(z.string(), z.json()),
  design: designShape,
  files: z.record(z.string(), z.string()),
})
type StoredIdentity = z.infer<typeof identityShape>

/** Reads the identity that stands in a file. @throws AppError `malformed`. */
export const parseIdentity = parserOf(identityShape, 'the identity of the sweep')

/** Adds the digest by which files are told apart. */
export const toStored = ({ toolVersion, scenario, design, files }: SweepIdentity): JsonObject => ({
  toolVersion,
  scenarioDigest: digestOf(scenario),
  scenario,
  design: toJson(design),
  files,
})

const SHOWN_DIGITS = 12

/**
 * Compares what a file holds with what is asked for.
 * @throws AppError `sweep-mismatch` that says what differs.
 */
export function requireSame(file: string, found: StoredIdentity, wanted: SweepIdentity): void {
  const refuse = (what: string, advice: string) => {
    throw new AppError('sweep-mismatch', `${file} holds a sweep ${what}; ${advice}`, { file })
  }
  const digest = digestOf(wanted.scenario)
  if (found.toolVersion !== wanted.toolVersion)
    refuse(
      `of version ${found.toolVersion}, this is version ${wanted.toolVersion}`,
      'finish it with that version, or give another --out',
    )
  if (found.scenarioDigest !== digest)
    refuse(
      `of another scenario (digest ${found.scenarioDigest.slice(0, SHOWN_DIGITS)}, not ${digest.slice(0, SHOWN_DIGITS)})`,
      'give the scenario as it was, or another --out',
    )
  const names = Object.keys({ ...found.files, ...wanted.files }).sort()
  const changed = names.find((name) => found.files[name] !== wanted.files[name])
  if (changed !== undefined)
    refuse(`with another ${changed}, which has changed since`, 'give the file as it was, or another --out')
  if (canonicalJson(toJson(found.design)) !== canonicalJson(toJson(wanted.design)))
    refuse(
      `with another design (${describeDesign(found.design)}, not ${describeDesign(wanted.design)})`,
      'give the same --vary and --design, or another --out',
    )
}

/** `grid over a=1,2 b=0..1:5` or `lhs of 40 over a=0..1:5:log`. */
const describeDesign = ({ kind, factors, samples }: Design): string =>
  `${kind}${kind === 'lhs' ? ` of ${samples}` : ''} over ${factors.map(varyText).join(' ')}`
