import type { ValidatorFindings } from './audit-validator.ts'
import type { ReplayedMiner } from './replay-round.ts'

/** What one validator says of one miner, as far as its word counts. */
interface Word {
  readonly rounds: number
  /** Rounds in which nothing counted, by the validator's word alone. */
  readonly failed: number
  /** Of the rounds with answers that count. */
  readonly skills: readonly number[]
  readonly uid: number
}

/** z from which a difference is told. Rounds of one miner fail together, so that it is far above 2. */
const MOST_Z = 5
/** Differences below these are of no use to anybody. */
const LEAST_RATE_GAP = 0.25
const LEAST_SKILL_GAP = 0.05
/** Rounds on both sides. */
const LEAST_ROUNDS = 6

/**
 * Holds what validators cannot show against each other: that a miner was late or not there, and, since own tasks are
 * drawn for each, that it did better here than elsewhere. A miner that only one validator finds failing, or brilliant,
 * is told with the validator, when it is far from every other validator.
 *
 * Rates are compared by the two-proportion z-test, skills by Welch's with the scatter of the miner's skill over the
 * rounds of both sides.
 */
export function compareValidators(audited: readonly ValidatorFindings[]): void {
  const words = audited.map(({ miners }) => new Map([...miners].map(([hotkey, rounds]) => [hotkey, wordOf(rounds)])))
  for (const [index, { findings }] of audited.entries())
    for (const [hotkey, here] of words[index] ?? []) {
      const others = words.flatMap((known, other) => (other === index ? [] : (known.get(hotkey) ?? [])))
      const rate = clearest(others.flatMap((there) => rateGap(here, there) ?? []))
      const { uid } = here
      if (rate !== undefined)
        findings.add({
          ...{ what: 'outcome-rate', hotkey, uid, size: -rate.gap },
          expected: `fails in ${percent(rate.there)} of rounds, as at ${rate.others} other${rate.others > 1 ? 's' : ''}`,
          found: `fails in ${percent(rate.here)} of ${here.rounds} rounds by the validator's word, z ${rate.z.toFixed(1)}`,
        })
      const skill = clearest(others.flatMap((there) => skillGap(here, there) ?? []))
      if (skill !== undefined)
        findings.add({
          ...{ what: 'skill-gap', hotkey, uid, size: skill.gap },
          expected: `a skill of ${skill.there.toFixed(3)}, as at ${skill.others} other${skill.others > 1 ? 's' : ''}`,
          found: `${skill.here.toFixed(3)} over ${here.skills.length} rounds, z ${skill.z.toFixed(1)}`,
        })
    }
  compareSettings(audited)
}

const wordOf = (rounds: readonly ReplayedMiner[]): Word => ({
  rounds: rounds.length,
  failed: rounds.filter(({ isWord }) => isWord).length,
  skills: rounds.flatMap(({ skill }) => skill ?? []),
  uid: rounds.at(-1)?.miner.uid ?? 0,
})

interface Gap {
  readonly here: number
  readonly there: number
  readonly gap: number
  readonly z: number
}

const isClear = ({ z, gap }: Gap, least: number): boolean => Math.abs(z) >= MOST_Z && Math.abs(gap) >= least

/** `undefined` without enough rounds on both sides. */
function rateGap(a: Word, b: Word): (Gap & { readonly least: number }) | undefined {
  if (a.rounds < LEAST_ROUNDS || b.rounds < LEAST_ROUNDS) return undefined
  const [here, there] = [a.failed / a.rounds, b.failed / b.rounds]
  const pooled = (a.failed + b.failed) / (a.rounds + b.rounds)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.rounds + 1 / b.rounds))
  return { here, there, gap: here - there, z: error === 0 ? 0 : (here - there) / error, least: LEAST_RATE_GAP }
}

function skillGap(a: Word, b: Word): (Gap & { readonly least: number }) | undefined {
  const [m, n] = [a.skills.length, b.skills.length]
  if (m < LEAST_ROUNDS || n < LEAST_ROUNDS) return undefined
  const [here, there] = [meanOf(a.skills), meanOf(b.skills)]
  const squares = squaresOf(a.skills, here) + squaresOf(b.skills, there)
  // A scatter of nothing would make of any difference a clear one.
  const error = Math.sqrt((squares / (m + n - 2) + 1e-8) * (1 / m + 1 / n))
  return { here, there, gap: here - there, z: (here - there) / error, least: LEAST_SKILL_GAP }
}

/** The least clear of all gaps when all are clear and point one way: whoever is far from one alone is not the odd one. */
function clearest(
  gaps: readonly (Gap & { readonly least: number })[],
): (Gap & { readonly others: number }) | undefined {
  const [first] = gaps
  if (first === undefined) return undefined
  const isOdd = gaps.every((gap) => isClear(gap, gap.least) && Math.sign(gap.gap) === Math.sign(first.gap))
  if (!isOdd) return undefined
  const nearest = gaps.reduce((least, gap) => (Math.abs(gap.z) < Math.abs(least.z) ? gap : least))
  return { ...nearest, others: gaps.length }
}

/** Tells whoever scores by other settings than most; with two validators that differ, both. */
function compareSettings(audited: readonly ValidatorFindings[]): void {
  const known = audited.flatMap(({ settings, findings }) => (settings === undefined ? [] : [{ settings, findings }]))
  const votes = Map.groupBy(known, ({ settings }) => JSON.stringify(settings))
  const [most] = [...votes.values()].sort((a, b) => b.length - a.length)
  for (const { settings, findings } of known) {
    const same = votes.get(JSON.stringify(settings)) ?? []
    if (most === undefined || (same.length === most.length && most.length * 2 > known.length)) continue
    const usual = most === same ? [...votes.values()].find((group) => group !== same)?.[0] : most[0]
    if (usual === undefined) continue
    const theirs = new Map<string, unknown>(Object.entries(usual.settings))
    const differing = Object.entries(settings).filter(([name, value]) => theirs.get(name) !== value)
    findings.add({
      what: 'settings',
      size: differing.length,
      expected: differing.map(([name]) => `${name} ${theirs.get(name)}`).join(', '),
      found: differing.map(([name, value]) => `${name} ${value}`).join(', '),
    })
  }
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const squaresOf = (values: readonly number[], mean: number): number =>
  values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`
