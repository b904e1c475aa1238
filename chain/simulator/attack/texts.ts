import type { Estimate } from '../metrics/estimate.ts'
import { GRADES, type Grade } from '../metrics/grade.ts'
import type { AttackResult, CellResult, Verdict } from './summarise.ts'

/** `1.25 ± 0.03`; a dash for nothing. */
export const showEstimate = (found: Estimate | null, digits = 2): string =>
  found === null
    ? '–'
    : `${found.mean.toFixed(digits)}${found.halfWidth === undefined ? '' : ` ± ${found.halfWidth.toFixed(digits)}`}`

/** Grade and gain: `A 1.00 ± 0.01`. */
export const showCell = ({ grade, gain }: CellResult): string => `${grade ?? '?'} ${showEstimate(gain)}`

/** What a verdict means. */
export const VERDICTS: Readonly<Record<Verdict, string>> = {
  holds: 'holds',
  exception: 'allowed by theory',
  fails: 'fails',
  unknown: 'not run',
}

/** The cell that the headline speaks of: the defaults, or what was chosen. */
export const headOf = ({ cells }: AttackResult): CellResult | undefined =>
  cells.find(({ kind }) => kind === 'default' || kind === 'chosen')

/** The cell in which switching defences off lets most through: by its grade, which the honest may have paid for, then by gain. */
export const worstWithout = ({ cells }: AttackResult): CellResult | undefined =>
  cells
    .filter(({ kind, gain }) => (kind === 'without' || kind === 'none') && gain !== null)
    .toSorted((a, b) => rankOf(b.grade) - rankOf(a.grade) || (b.gain?.mean ?? 0) - (a.gain?.mean ?? 0))[0]

const rankOf = (grade: Grade | null): number => (grade === null ? -1 : GRADES.indexOf(grade))

/** What is found in a sentence. */
export function headline(attacks: readonly AttackResult[]): string {
  const count = (verdict: Verdict) => attacks.filter((attack) => attack.verdict === verdict).length
  const graded = (grade: string) => attacks.filter((attack) => headOf(attack)?.grade === grade).length
  const parts = ['A', 'B', 'C', 'F'].map((grade) => `${graded(grade)} ${grade}`).join(', ')
  const allowed = count('exception')
  return `${attacks.length} ${attacks.length === 1 ? 'attack' : 'attacks'}: ${parts}. ${count('holds')} are held to their limit, ${allowed} gain what theory allows, ${count('fails')} gain what they should not.`
}
