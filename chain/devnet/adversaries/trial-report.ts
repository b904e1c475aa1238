import type { Ss58 } from '../../../shared/units.ts'
import { modelLabel, type NeuronPlan } from '../plan.ts'
import type { ScoresOfValidator } from '../scores.ts'
import type { AuditFiles, AuditOutcome } from './audit.ts'
import { type Catch, catchesOf } from './catches.ts'
import { type AdversaryEarned, GAIN_LIMIT, type MinerEarned } from './gains.ts'
import type { AdversaryTag } from './plan.ts'

/** What `--report FILE` says of adversaries; amounts are decimal strings of rao. */
export interface TrialReport {
  readonly method: string
  /** Paid epochs that counted. */
  readonly epochs: number
  readonly gainLimit: number
  readonly adversaries: readonly AdversaryReport[]
  readonly honest: readonly HonestReport[]
  readonly unfair: UnfairReport | null
  readonly audit: AuditFiles
  /** What was not as it has to be; empty in a good run. */
  readonly broken: readonly string[]
}

interface EarnedReport {
  readonly emissionRao: string
  readonly ownWorkRao: string
  /** `null` for something of nothing. */
  readonly gain: number | null
}

/** One adversary, over all of its hotkeys. */
export interface AdversaryReport extends EarnedReport {
  readonly adversary: AdversaryTag
  readonly hotkeys: readonly string[]
  readonly model: string | null
  readonly caught: readonly Catch[]
}

/** One honest miner. */
export interface HonestReport extends EarnedReport {
  readonly name: string
  readonly hotkey: string
  readonly model: string | null
  /** What validators hold against it: nothing, in a good run. */
  readonly caught: readonly Catch[]
}

/** The validator that favours a friend, and what an audit says of it. */
export interface UnfairReport {
  readonly hotkey: string
  /** Of the validators' stake that the run began with. */
  readonly stakeShare: number
  readonly friend: string
  readonly friendGain: number | null
  /** What `validator audit` says of it, and of all others. */
  readonly verdict: string
  readonly verdicts: AuditOutcome
}

/** What a report is made of. */
export interface TrialReportInput {
  readonly plans: readonly NeuronPlan[]
  readonly hotkeyOf: (name: string) => Ss58
  readonly epochs: number
  readonly adversaries: readonly AdversaryEarned[]
  readonly honest: readonly MinerEarned[]
  readonly scores: readonly (ScoresOfValidator | undefined)[]
  readonly audit: AuditOutcome
  readonly auditFiles: AuditFiles
}

const METHOD =
  'Emission counts from the first paid epoch before which every validator had scored all miners. Own work: the same subnet with the adversary replaced by its own model alone, answering in time and registered as what it is, everybody else unchanged; shares of the miners’ emission by the validators’ functions from scores to weights, on fresh tasks. An honest miner is compared with its share in the subnet as it is.'

/** What an adversary has to be named as by most validators. A relay that passes proofs on too is a copy of its victim. */
const NAMES: Readonly<Partial<Record<AdversaryTag, readonly string[]>>> = {
  relay: ['relay', 'duplicate'],
  downgrade: ['downgrade'],
}

/** See `TrialReport`. */
export function createTrialReport({ plans, hotkeyOf, scores, ...input }: TrialReportInput): TrialReport {
  const labels = new Map(plans.map((plan) => [plan.name, modelLabel(plan) ?? null]))
  const adversaries = input.adversaries.map(({ adversary, names, ...earned }): AdversaryReport => {
    const hotkeys = names.map(hotkeyOf)
    return {
      adversary,
      hotkeys,
      model: labels.get(names[0] ?? '') ?? null,
      ...toText(earned),
      caught: hotkeys
        .map((hotkey) => catchesOf(hotkey, scores))
        .reduce((most, caught) => (caught.length > most.length ? caught : most), []),
    }
  })
  const honest = input.honest.map(({ name, ...earned }): HonestReport => {
    const hotkey = hotkeyOf(name)
    return { name, hotkey, model: labels.get(name) ?? null, ...toText(earned), caught: catchesOf(hotkey, scores) }
  })
  const unfair = toUnfair(plans, hotkeyOf, input)
  return {
    method: METHOD,
    epochs: input.epochs,
    gainLimit: GAIN_LIMIT,
    adversaries,
    honest,
    unfair,
    audit: input.auditFiles,
    broken: [
      ...brokenLimits(adversaries, scores.length),
      ...accusedHonest(honest),
      ...(unfair === null ? [] : wrongVerdicts(unfair)),
    ],
  }
}

const toText = ({ emissionRao, ownWorkRao, gain }: Omit<AdversaryEarned, 'adversary' | 'names'>): EarnedReport => ({
  emissionRao: emissionRao.toString(),
  ownWorkRao: ownWorkRao.toString(),
  gain,
})

function brokenLimits(adversaries: readonly AdversaryReport[], validators: number): readonly string[] {
  return adversaries.flatMap(({ adversary, gain, caught }) => {
    const isRich = gain === null || gain > GAIN_LIMIT
    const names = NAMES[adversary]
    const isNamed = caught.some(({ kind, validators: by }) => names?.includes(kind) === true && 2 * by > validators)
    return [
      ...(isRich
        ? [`${adversary} earned ${gain?.toFixed(3) ?? '∞'} times its own work; at most ${GAIN_LIMIT} is allowed`]
        : []),
      ...(names !== undefined && !isNamed ? [`most validators did not name the ${adversary}`] : []),
    ]
  })
}

/** Being silent is found out in an honest miner too: nobody has to lie to be late. */
const accusedHonest = (honest: readonly HonestReport[]): readonly string[] =>
  honest.flatMap(({ name, caught }) => {
    const [worst] = caught.filter(({ kind }) => kind !== 'late')
    return worst === undefined ? [] : [`honest ${name} is accused as ${worst.kind}: ${worst.evidence}`]
  })

/** Friends are found in public data, and nobody else is. */
const wrongVerdicts = ({ hotkey, friend, verdicts }: UnfairReport): readonly string[] => {
  const own = verdicts.find((validator) => validator.hotkey === hotkey)
  const isNamed = own?.verdict === 'unfair' && own.favours[0]?.hotkey === friend
  return [
    ...(isNamed ? [] : [`the audit does not say that ${hotkey} favours ${friend}`]),
    ...verdicts.flatMap(({ hotkey: other, verdict }) =>
      other !== hotkey && verdict !== 'clean' ? [`the audit calls fair validator ${other} ${verdict}`] : [],
    ),
  ]
}

function toUnfair(
  plans: readonly NeuronPlan[],
  hotkeyOf: (name: string) => Ss58,
  { honest, audit: verdicts }: Pick<TrialReportInput, 'honest' | 'audit'>,
): UnfairReport | null {
  const validators = plans.filter((plan) => plan.role === 'validator')
  const unfair = validators.find(({ favours }) => favours !== undefined)
  if (unfair?.favours === undefined) return null
  const total = validators.reduce((sum, { stakeRao }) => sum + stakeRao, 0n)
  const hotkey = hotkeyOf(unfair.name)
  return {
    hotkey,
    stakeShare: Number(unfair.stakeRao) / Number(total),
    friend: hotkeyOf(unfair.favours),
    friendGain: honest.find(({ name }) => name === unfair.favours)?.gain ?? null,
    verdict: verdicts.find((validator) => validator.hotkey === hotkey)?.verdict ?? 'not-audited',
    verdicts,
  }
}
