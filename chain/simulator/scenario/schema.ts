import { z } from 'zod'
import { scoringSettings } from '../../../shared/scoring/settings.ts'

/** How work becomes scores. */
const LEVELS = ['fast', 'full'] as const

const share = z.number().min(0).max(1)
const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9 _.-]{0,63}$/,
    'a name has 1 to 64 letters, digits, spaces, dots, dashes and underscores',
  )

/** A number for each member of a group, drawn by the scenario's seed. */
const spread = {
  /** `even`: from `from` to `to` in equal steps. */
  even: z.strictObject({ kind: z.literal('even'), from: z.number().min(0), to: z.number().min(0) }),
  /** Normal around `mean`, `deviation` as a share of it; never below 0. */
  normal: z.strictObject({ kind: z.literal('normal'), mean: z.number().min(0), deviation: z.number().min(0).max(10) }),
  /** Log-normal with median `median`; `sigma` of the logarithm. */
  lognormal: z.strictObject({
    kind: z.literal('lognormal'),
    median: z.number().min(0),
    sigma: z.number().min(0).max(5),
  }),
  /** Pareto: at least `least`, the heavier the smaller `exponent`. */
  pareto: z.strictObject({
    kind: z.literal('pareto'),
    least: z.number().min(0),
    exponent: z.number().min(0.2).max(20),
  }),
}
/** What a place with several forms takes: told as a whole, since nobody knows which one was meant. */
const FORMS =
  'a number from 0, { kind: even, from, to }, { kind: normal, mean, deviation }, { kind: lognormal, median, sigma }, { kind: pareto, least, exponent }'
const SPREADS = [spread.even, spread.normal, spread.lognormal, spread.pareto] as const
const distribution = z.union(
  [z.number().min(0), z.discriminatedUnion('kind', [...SPREADS])],
  `valid is one of ${FORMS}`,
)
/** A number that is the same for all members of a group, or how theirs are drawn. */
export type Distribution = z.infer<typeof distribution>

/** What the members of a group lie around; a tail beyond the largest valid number is cut off where they are drawn. */
function largestCentre(of: Distribution): number {
  if (typeof of === 'number') return of
  switch (of.kind) {
    case 'even':
      return Math.max(of.from, of.to)
    case 'normal':
      return of.mean
    case 'lognormal':
      return of.median
    case 'pareto':
      return of.least
  }
}

const stake = z.union(
  [
    distribution,
    /** Share of the stake of all groups, whatever the others have; members differ by `deviation` of their mean. */
    z.strictObject({ share: share, deviation: z.number().min(0).max(10).default(0) }),
  ],
  `valid is one of ${FORMS}, { share, deviation }`,
)

const group = z.strictObject({
  /** Default: its strategy and role. */
  name: name.optional(),
  role: z.enum(['miner', 'validator', 'chain']),
  count: z.int().min(1).max(4096).default(1),
  /** Name of a built-in strategy, or the path of a module (`./mine.ts`) that exports one. */
  strategy: z.string().min(1).default('honest'),
  params: z.record(z.string(), z.unknown()).default({}),
  /** TAO staked on each hotkey at the start. Default: 10,000 of a validator, else 0. */
  stake: stake.optional(),
  /** Share of the attainable that a miner's model reaches, 0 to 1. Default: from 0.3 to 0.9 in equal steps. */
  skill: distribution
    .refine((of) => largestCentre(of) <= 1, 'a skill is a share of the attainable, from 0 to 1')
    .optional(),
  /** Free TAO of each coldkey, for registrations and more stake. */
  balance: z.number().min(0).max(1e6).default(100),
  /** Groups with the same team play together and see each other. */
  team: name.optional(),
  /** Whether it is what the scenario tests: without it, a run is repeated with honest participants in its place. */
  attacker: z.boolean().default(false),
  /** Whether it owns the subnet: one player of the chain may. Its hotkey has uid 0. */
  owner: z.boolean().default(false),
  /** Whether it has a uid from the start. Players of the chain never have. */
  registered: z.boolean().default(true),
})

const round = z.strictObject({
  /** Tasks nobody knows before (`fresh`), that follow from the block number (`predictable`), or a test set (`fixed`). */
  tasks: z.enum(['fresh', 'predictable', 'fixed']).default('fresh'),
  /** Whether miners send hashes of all answers before the first answer. */
  commitFirst: z.boolean().default(true),
  /** Whether answers are compared: miners that answer alike share a place. */
  compared: z.boolean().default(true),
  /** Whether proofs of inference are checked; miners of the ladder alone have any. */
  proven: z.boolean().default(true),
  /** Whether a missing answer counts as the worst. */
  missingWorst: z.boolean().default(true),
  /** Milliseconds after which an answer does not count. */
  deadlineMs: z.number().positive().default(4_000),
})

/** How near copies are is the mechanism's to say, unless a scenario does. */
const scoring = scoringSettings.extend({ nearRatio: z.number().min(0).max(1).optional() })

/** A scenario as a person writes it. Every field but `actors` has a default. */
export const scenarioSchema = z.strictObject({
  name: name.default('scenario'),
  description: z.string().max(2000).default(''),
  /** `fast`: scores are drawn from what each miner's answers are worth; epochs are exact. `full`: tasks are answered. */
  level: z.enum(LEVELS).default('fast'),
  /** Epochs that count. */
  epochs: z.int().min(1).max(10_000_000).default(100),
  /** Epochs before those, in which permits and bonds find their places. */
  warmup: z.int().min(0).max(100_000).default(10),
  /** Of everything that is drawn: a text or a number. */
  seed: z
    .union([z.string().max(200), z.number()])
    .default('meritnet')
    .transform(String),
  /** Runs; each has a seed of its own that is made from `seed`. */
  seeds: z.int().min(1).max(10_000).default(1),
  network: z
    .strictObject({
      /** Blocks between two epochs. */
      tempo: z.int().min(1).max(50_400).default(20),
      /**
       * A recorded network that the scenario starts from, as `devnet dump-metagraph` writes it: a file, relative to the
       * scenario. Its neurons play along; tempo and settings are its own.
       */
      snapshot: z.string().min(1).optional(),
      /** Uids of the subnet; default: as many as there are participants with a uid, and the owner's. */
      maxUids: z.int().min(1).max(4096).optional(),
      /** Weights are set (`off`), or committed and revealed later: by the chain (`automatic`) or by whoever committed (`manual`). */
      commitReveal: z.enum(['off', 'automatic', 'manual']).default('off'),
      /** Epochs between commit and reveal. */
      revealPeriod: z.int().min(1).max(100).default(1),
      /** Settings of the chain by the names of its calls without `sudo_set_`, such as `kappa`, raw as the chain takes them. */
      hyperparameters: z.record(z.string(), z.unknown()).default({}),
    })
    .prefault({}),
  /** How far the skill that a validator measures in a round lies from the true one; at the level `full` tasks decide. */
  noise: z
    .strictObject({
      /** `normal` adds to the skill, `lognormal` multiplies it. */
      kind: z.enum(['normal', 'lognormal']).default('normal'),
      sigma: z.number().min(0).max(5).default(0.02),
    })
    .prefault({}),
  /** Relative step of each miner's skill from one epoch to the next, as a standard deviation. */
  drift: z.number().min(0).max(2).default(0),
  /** Mechanism of the level `full`: a built-in one, or the path of a module (`./mine.ts`). */
  mechanism: z.string().default('glyphs'),
  /** How hard its tasks are, 0 to 1; default: as the mechanism has it. */
  difficulty: share.optional(),
  /** Tasks of each miner in a round of the level `full`, 80 % of them the same for all, as validators ask them. */
  items: z.int().min(2).max(4096).default(128),
  /**
   * What answers at the level `full`: models that have exactly the skill of each miner, whatever the difficulty, or the
   * committed ONNX model whose skill is nearest. Miners with the same file share a place, as on the wire.
   */
  answers: z.enum(['calibrated', 'ladder']).default('calibrated'),
  /** Rules of the rounds of the level `full`; the defaults are those of the project's validator. */
  round: round.prefault({}),
  /** How scores become weights; see shared/scoring/settings.ts. */
  scoring: scoring.prefault({}),
  /** Looks at the concentration of stake and emission, prices and who comes and goes, every so many epochs that count. */
  economy: z.strictObject({ every: z.int().min(1).max(1e7).default(1) }).optional(),
  actors: z.array(group).min(1).max(256),
})

/** A scenario with all defaults filled in. Plain JSON. */
export type Scenario = z.infer<typeof scenarioSchema>
/** A scenario as it is written. */
export type ScenarioInput = z.input<typeof scenarioSchema>
/** A group of a scenario with all defaults filled in. */
export type ActorGroup = Scenario['actors'][number]

/** Types a scenario in a module: `export default defineScenario({ … })`. */
export const defineScenario = (scenario: ScenarioInput): ScenarioInput => scenario
