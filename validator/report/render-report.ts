import type { TopLevelSpec } from 'vega-lite'
import { renderCharts } from '../../shared/report/chart.ts'
import { figure, type Html, paragraph, renderPage, section } from '../../shared/report/page.ts'
import { spearman } from '../../shared/spearman.ts'
import { attainable } from './charts/attainable.ts'
import { latency } from './charts/latency.ts'
import { MAX_ROWS } from './charts/miner-rows.ts'
import { MAX_PANELS, reliability } from './charts/reliability.ts'
import { payOf, skillAgainstPay } from './charts/skill-against-pay.ts'
import { pickLines, skillOverTime } from './charts/skill-over-time.ts'
import { findingsParts } from './findings-section.ts'
import { minersTable } from './miners-table.ts'
import { counted, decimals } from './numbers.ts'
import type { MinerReport, Report } from './report.ts'
import { summarise } from './summary.ts'

/** A chart and what to look for in it; a text alone where there is nothing to draw. */
interface Picture {
  readonly heading: string
  readonly spec: TopLevelSpec | undefined
  readonly caption: string
}

/** The report as one self-contained page. The same report gives the same text. */
export async function renderReport(report: Report): Promise<string> {
  const title = `Validator report${report.mechanism === null ? '' : `: ${report.mechanism}`}`
  const lead = summarise(report)
  if (report.rounds === null) return renderPage({ title, lead, sections: [] })

  const before = [overTime(report), reliable(report), paid(report)]
  const after = [latencies(report), won(report)]
  const drawn = await draw([...before, ...after])
  return renderPage({
    title,
    lead,
    sections: [
      section('Miners', ...minersTable(report), paragraph(aboutTable(report))),
      ...drawn.slice(0, before.length),
      section('Who was caught by what', ...findingsParts(report)),
      ...drawn.slice(before.length),
    ],
  })
}

async function draw(pictures: readonly Picture[]): Promise<readonly Html[]> {
  const charts = [...(await renderCharts(pictures.flatMap(({ spec }) => spec ?? [])))]
  return pictures.map(({ heading, spec, caption }) =>
    section(heading, spec === undefined ? paragraph(caption) : figure(charts.shift() ?? '', caption)),
  )
}

function aboutTable({ weightsBlock, chainBlock, validator, rounds }: Report): string {
  const weights = weightsBlock === null ? 'No weights have been set yet.' : `Weights as set at block ${weightsBlock}.`
  const chain =
    chainBlock === null
      ? 'The chain was not asked; --chain URL adds incentives.'
      : `Incentives as of block ${chainBlock}: they come from the weights of all validators.`
  const of = validator.hotkey === null ? '' : `Validator ${validator.hotkey} on netuid ${validator.netuid}. `
  const when = rounds === null ? '' : `Last round started ${new Date(rounds.last.startedAt).toISOString()}. `
  return `${of}${when}${weights} ${chain} Skill is 0 at chance and 1 for the optimum, an average over rounds in which older ones fade, ± its standard error. Ahead of the next is the probability that a miner is better than the one below it, copies left out, from the rounds that both answered; there must be 3. Latency is the median.`
}

/** Miners without those that count as one with another: their lines would lie on that one's. */
function originals({ miners, groups }: Report): readonly MinerReport[] {
  const copies = new Set(groups.flatMap(({ others }) => others))
  return miners.filter(({ hotkey }) => !copies.has(hotkey))
}

const aboutCopies = ({ groups }: Report): string =>
  groups.length === 0 ? '' : ' Of miners that count as one only the paid one is drawn.'

function overTime(report: Report): Picture {
  const heading = 'Skill over time'
  const miners = originals(report)
  const shown = pickLines(miners)
  if (shown.length === 0) return { heading, spec: undefined, caption: 'No miner was asked in these rounds.' }
  const more =
    shown.length < miners.length
      ? ` Of ${report.miners.length} miners ${shown.length} are drawn: the best, and the best of those that something speaks against.`
      : ''
  return {
    heading,
    spec: skillOverTime(shown),
    caption: `Lines are running averages with bands of one standard error, dots single rounds where they are few. Bands that overlap leave open who is better; a line that turns down is a model that got worse or rounds that were missed.${more}${aboutCopies(report)}`,
  }
}

function reliable(report: Report): Picture {
  const { calibration } = report
  const miners = originals(report)
  const measured = miners.filter((miner) => miner.calibration !== null)
  const heading = 'Reliability of probabilities'
  if (calibration.reason !== null)
    return { heading, spec: undefined, caption: `No calibration: ${calibration.reason}.` }
  const more = measured.length > MAX_PANELS ? ` The best ${MAX_PANELS} of ${measured.length} are drawn.` : ''
  const unreadable =
    calibration.unreadable === 0 ? '' : ` ${counted(calibration.unreadable, 'answer')} could not be read again.`
  return {
    heading,
    spec: reliability(miners),
    caption: `How often the likeliest answer was right, by how sure the miner was; larger dots are more answers. On the dashed line a miner is right as often as it says; below it, it is surer than it should be, above less sure. The calibration error in the table is the mean distance from the line; what luck alone makes of it stands beside it. From the shared tasks of the newest ${calibration.rounds === 1 ? 'round' : counted(calibration.rounds, 'round')}.${unreadable}${more}${aboutCopies(report)}`,
  }
}

function paid({ miners, chainBlock }: Report): Picture {
  const hasChain = chainBlock !== null
  const pairs = miners.flatMap((miner) => {
    const pay = payOf(miner, hasChain)
    return pay === null ? [] : [{ skill: miner.skill, pay, isCaught: miner.findings.length > 0 }]
  })
  const fair = pairs.filter(({ isCaught }) => !isCaught)
  const correlation = spearman(
    fair.map(({ skill }) => skill),
    fair.map(({ pay }) => pay),
  )
  const whose = fair.length < pairs.length ? ' of those who were not caught' : ''
  const ranks = correlation === undefined ? '' : ` Rank correlation${whose} ${decimals(correlation, 3)}.`
  const what = hasChain ? 'incentive' : 'weight'
  return {
    heading: hasChain ? 'Skill and incentive' : 'Skill and weight',
    spec: pairs.length > 0 ? skillAgainstPay(miners, hasChain) : undefined,
    caption:
      pairs.length > 0
        ? `Each point is a miner, with its uid. Honest miners rise to the right: more skill, more ${what}. Points far below the others are not paid for their skill, and should be among the caught.${ranks}`
        : 'No weights have been set yet.',
  }
}

function latencies({ miners }: Report): Picture {
  const measured = miners.filter(({ latencyMs }) => latencyMs !== null)
  const more = measured.length > MAX_ROWS ? ` The best ${MAX_ROWS} of ${measured.length} are drawn.` : ''
  return {
    heading: 'Latency',
    spec: measured.length > 0 ? latency(miners) : undefined,
    caption:
      measured.length > 0
        ? `From sending the tasks to the miner's commitment, as this validator measured it: the median across the bar, half of the rounds in the bar, nine tenths on the line. Long lines are miners that will miss a deadline one day; one that is always slower than its like may be asking somebody else.${more}`
        : 'No miner has committed to an answer.',
  }
}

function won({ miners }: Report): Picture {
  const measured = miners.filter((miner) => miner.attainable !== null)
  const more = measured.length > MAX_ROWS ? ` The best ${MAX_ROWS} of ${measured.length} are drawn.` : ''
  return {
    heading: 'Share of the attainable',
    spec: measured.length > 0 ? attainable(miners) : undefined,
    caption:
      measured.length > 0
        ? `Grey reaches from the score of knowing nothing to the best that these tasks allow, green as far as the miner has come, over the rounds that it answered. What is left of grey is there for better models to win; a bar to the left of grey, in orange, is worse than guessing.${more}`
        : 'No miner has given an answer that counts.',
  }
}
