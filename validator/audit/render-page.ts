import type { TopLevelSpec } from 'vega-lite'
import { renderCharts } from '../../shared/report/chart.ts'
import {
  code,
  details,
  figure,
  type Html,
  verdict as judged,
  paragraph,
  renderPage,
  section,
  table,
} from '../../shared/report/page.ts'
import { shortKey } from '../../shared/short-key.ts'
import { DEVIATIONS, type Deviation } from './deviation.ts'
import { summaryOf } from './render-text.ts'
import type { AuditReport, ValidatorReport } from './report.ts'

/** Deviations of one validator on the page; the JSON holds all that are kept. */
const SHOWN = 100

/** The report as one self-contained page. */
export async function renderAuditPage({ netuid, chain, head, verdict, validators }: AuditReport): Promise<string> {
  const drawn = validators.filter(({ weights }) => weights.length > 0)
  const svgs = await renderCharts(drawn.map(weightChart))
  const charts = new Map(drawn.map(({ hotkey }, index) => [hotkey, svgs[index] ?? '']))
  return renderPage({
    title: `Audit of netuid ${netuid}`,
    lead: `${LEADS[verdict]} Worked out as of block ${head.number} of ${chain}, from what validators published and what the chain holds.`,
    sections: [
      section('Validators', verdictTable(validators)),
      ...validators.map((report) => validatorSection(report, charts.get(report.hotkey))),
      section('What can be found', details('All kinds of deviations and what they mean', kindTable())),
    ],
  })
}

const toVerdict = (verdict: ValidatorReport['verdict']): string | Html =>
  verdict === 'clean' ? judged(verdict, 'good') : verdict === 'not-audited' ? verdict : judged(verdict, 'bad')

const LEADS: Readonly<Record<AuditReport['verdict'], string>> = {
  clean: 'Nothing deviates from what the rounds are worth.',
  deviations: 'Some validators deviate from what their rounds are worth.',
  'not-audited': 'No validator could be audited.',
}

const verdictTable = (validators: readonly ValidatorReport[]): Html =>
  table(
    [
      { title: 'uid', isNumber: true },
      { title: 'validator' },
      { title: 'verdict' },
      { title: 'favours' },
      { title: 'by', isNumber: true },
      { title: 'rounds played again', isNumber: true },
      { title: 'abandoned', isNumber: true },
      { title: 'rows worked out anew', isNumber: true },
      { title: 'deviations', isNumber: true },
    ],
    validators.map(({ uid, hotkey, verdict, favours, rounds, rows, counts }) => {
      const best = verdict === 'unfair' && (favours[0]?.gain ?? 0) > 0 ? favours[0] : undefined
      return [
        String(uid),
        code(shortKey(hotkey), hotkey),
        toVerdict(verdict),
        best === undefined ? '–' : code(`uid ${best.uid} · ${shortKey(best.hotkey)}`, best.hotkey),
        best === undefined ? '–' : percent(best.gain),
        `${rounds.replayed} of ${rounds.listed - rounds.abandoned}`,
        String(rounds.abandoned),
        `${rows.replayed} of ${rows.published}`,
        String(countOf(counts)),
      ]
    }),
  )

function validatorSection(report: ValidatorReport, chart: string | undefined): Html {
  const { uid, hotkey, verdict, source, words, deviations, notes } = report
  const drawing =
    chart === undefined
      ? []
      : [
          figure(
            chart,
            `Mean share of the rows: as the validator set it, and as its own rounds are worth.${someOf(report)}`,
          ),
        ]
  const listed =
    deviations.length === 0
      ? [paragraph('Nothing deviates.')]
      : [deviationTable(bySeverity(deviations).slice(0, SHOWN)), ...moreThanShown(report)]
  return section(
    `uid ${uid}: ${verdict}`,
    paragraph(`${hotkey} is ${verdict}${summaryOf(report)}. Its transcripts come from ${source}.`),
    paragraph(
      `Its word alone: ${words.outcomes} outcomes, ${words.latencies} latencies, ${words.proofs} verdicts on proofs.`,
    ),
    ...drawing,
    ...listed,
    ...notes.map((note) => paragraph(`Note: ${note}.`)),
  )
}

const SEVERITIES = ['proof', 'fault', 'suspicion']
const bySeverity = (deviations: readonly Deviation[]): readonly Deviation[] =>
  deviations.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))

function moreThanShown({ counts, deviations }: ValidatorReport): readonly Html[] {
  const more = countOf(counts) - Math.min(deviations.length, SHOWN)
  return more > 0 ? [paragraph(`${more} more; the file of --json has the first ones of each kind.`)] : []
}

const countOf = (counts: ValidatorReport['counts']): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

const deviationTable = (deviations: readonly Deviation[]): Html =>
  table(
    [
      { title: 'what' },
      { title: 'severity' },
      { title: 'round', isNumber: true },
      { title: 'block', isNumber: true },
      { title: 'uid', isNumber: true },
      { title: 'size', isNumber: true },
      { title: 'found' },
      { title: 'expected' },
    ],
    deviations.map(({ what, severity, round, block, uid, size, found, expected }) => [
      what,
      severity === 'proof' ? judged(severity, 'bad') : severity,
      orDash(round),
      orDash(block),
      orDash(uid),
      String(Number(size.toPrecision(4))),
      found,
      expected,
    ]),
  )

const kindTable = (): Html =>
  table(
    [{ title: 'what' }, { title: 'severity' }, { title: 'meaning' }],
    Object.entries(DEVIATIONS).map(([what, [severity, meaning]]) => [what, severity, meaning]),
  )

/** Miners whose names have room beside each other. */
const FEW = 12
/** Miners that are drawn at most. */
const DRAWN = 40

/** Those with a share, or without one that they should have: where they are many, the ones that differ most, by uid. */
function drawnOf({ weights }: ValidatorReport): ValidatorReport['weights'] {
  const gapOf = ({ found, expected }: (typeof weights)[number]): number => Math.abs(found - expected)
  return weights
    .filter(({ found, expected }) => found > 0 || expected > 0)
    .toSorted((a, b) => gapOf(b) - gapOf(a))
    .slice(0, DRAWN)
    .sort((a, b) => a.uid - b.uid)
}

const someOf = (report: ValidatorReport): string => {
  const all = report.weights.filter(({ found, expected }) => found > 0 || expected > 0).length
  return all > DRAWN ? ` Of ${all} miners the ${DRAWN} whose shares differ most are drawn.` : ''
}

/** Two bars for each miner that is drawn. */
const weightChart = (report: ValidatorReport): TopLevelSpec => ({
  data: {
    values: drawnOf(report).flatMap(({ uid, found, expected }) => [
      { uid: `uid ${uid}`, share: found, row: 'as set' },
      { uid: `uid ${uid}`, share: expected, row: 'as worth' },
    ]),
  },
  width: { step: drawnOf(report).length > FEW ? 11 : 28 },
  height: 180,
  mark: 'bar',
  encoding: {
    x: {
      field: 'uid',
      type: 'nominal',
      title: null,
      sort: null,
      axis: { labelAngle: drawnOf(report).length > FEW ? -90 : 0, ticks: false },
    },
    xOffset: { field: 'row' },
    y: { field: 'share', type: 'quantitative', title: 'share of the row', axis: { format: '~%', tickCount: 6 } },
    color: { field: 'row', type: 'nominal', title: null, legend: { orient: 'top' } },
  },
})

const orDash = (value: number | null): string => (value === null ? '–' : String(value))
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
