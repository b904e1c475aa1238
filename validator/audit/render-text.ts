import type { Deviation } from './deviation.ts'
import type { AuditReport, ValidatorReport } from './report.ts'

/** Deviations of one kind that the text shows; files hold all. */
const SHOWN = 5

/** The report for a terminal. */
export const renderText = ({ netuid, head, validators }: AuditReport): string =>
  [`netuid ${netuid} as of block ${head.number}`, ...validators.map(renderValidator)].join('\n\n')

function renderValidator(report: ValidatorReport): string {
  const { hotkey, uid, verdict, rounds, rows, words, notes, deviations, counts } = report
  const kinds = [...new Set(deviations.map(({ what }) => what))]
  return [
    `uid ${uid} ${hotkey}: ${verdict}${summaryOf(report)}`,
    `  ${rounds.replayed} of ${rounds.opened} opened rounds played again, ${rows.replayed} of ${rows.published} rows of weights worked out anew`,
    ...(rounds.abandoned === 0 ? [] : [`  ${rounds.abandoned} of ${rounds.listed} rounds abandoned`]),
    `  its word alone: ${words.outcomes} outcomes, ${words.latencies} latencies, ${words.proofs} proofs`,
    ...kinds.flatMap((kind) => {
      const these = deviations.filter(({ what }) => what === kind)
      const more = (counts[kind] ?? 0) - SHOWN
      return [...these.slice(0, SHOWN).map(renderDeviation), ...(more > 0 ? [`  ${kind}: ${more} more`] : [])]
    }),
    ...notes.map((note) => `  note: ${note}`),
  ].join('\n')
}

/** Whom a validator favours, in words; empty when nobody. */
export function summaryOf({ favours, verdict }: Pick<ValidatorReport, 'favours' | 'verdict'>): string {
  const [best] = favours
  if (best === undefined || best.gain <= 0 || verdict !== 'unfair') return ''
  return `, favours uid ${best.uid} ${best.hotkey} by ${(100 * best.gain).toFixed(1)} % of its row, in ${best.rows} rows`
}

const renderDeviation = ({ what, severity, round, block, uid, size, expected, found }: Deviation): string => {
  const places = [
    ...(round === null ? [] : [`round ${round}`]),
    ...(block === null ? [] : [`block ${block}`]),
    ...(uid === null ? [] : [`uid ${uid}`]),
  ]
  const where = places.length === 0 ? '' : ` at ${places.join(', ')}`
  return `  ${severity} ${what}${where}: found ${found}; expected ${expected}; size ${Number(size.toPrecision(4))}`
}
