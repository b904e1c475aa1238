import { code, type Html, verdict } from '../../shared/report/page.ts'
import { shortKey } from '../../shared/short-key.ts'
import { longTable } from './long-table.ts'
import { counted, decimals, NOTHING, percent } from './numbers.ts'
import type { MinerReport, Report } from './report.ts'

/** Most of a detail that a miner may have written. */
const DETAIL_CHARACTERS = 80

/** All miners, best first. */
export function minersTable({ miners, chainBlock }: Report): readonly Html[] {
  const hasChain = chainBlock !== null
  const hasProofs = miners.some(({ proofs }) => provenOf(proofs) > 0)
  const columns = [
    { title: 'uid', isNumber: true },
    { title: 'hotkey' },
    { title: 'model' },
    { title: 'skill', isNumber: true },
    { title: 'ahead of the next', isNumber: true },
    { title: 'weight', isNumber: true },
    ...(hasChain ? [{ title: 'incentive', isNumber: true }] : []),
    { title: 'latency', isNumber: true },
    { title: 'answered' },
    ...(hasProofs ? [{ title: 'proofs that hold', isNumber: true }] : []),
    { title: 'calibration error', isNumber: true },
    { title: 'by luck', isNumber: true },
    { title: 'caught by' },
  ]
  const rows = miners.map((miner) => [
    String(miner.uid),
    code(shortKey(miner.hotkey), miner.hotkey),
    modelOf(miner),
    `${decimals(miner.skill, 3)} ± ${decimals(miner.uncertainty, 3)}`,
    surenessOf(miner.aheadOfNext),
    decimals(miner.weight, 3),
    ...(hasChain ? [decimals(miner.incentive, 3)] : []),
    miner.latencyMs === null ? NOTHING : `${decimals(miner.latencyMs.p50, 0)} ms`,
    answeredOf(miner),
    ...(hasProofs ? [heldOf(miner.proofs)] : []),
    decimals(miner.calibration?.error ?? null, 3),
    decimals(miner.calibration?.errorByLuck ?? null, 3),
    miner.findings.length === 0 ? NOTHING : verdict(miner.findings.join(', '), 'bad'),
  ])
  return longTable(columns, rows, 'miner')
}

/** Nothing that is measured is certain. */
const surenessOf = (probability: number | null): string =>
  probability === null ? NOTHING : percent(Math.max(0.0001, Math.min(probability, 0.9999)))

const provenOf = ({ counts: { passed, failed } }: MinerReport['proofs']): number => passed + failed

/** Single proofs of inference, over all rounds of the report. */
function heldOf(proofs: MinerReport['proofs']): string | Html {
  const all = provenOf(proofs)
  if (all === 0) return NOTHING
  const text = `${proofs.counts.passed} of ${all}`
  return proofs.counts.passed < all / 2 ? verdict(text, 'bad') : text
}

/** The registered model, else the one that it claims. */
function modelOf({ registeredModel, claimedModel }: MinerReport): string | Html {
  if (registeredModel !== null) return code(registeredModel.slice(0, 8), registeredModel)
  return claimedModel === null ? NOTHING : code(`${claimedModel.slice(0, 8)} (claimed)`, claimedModel)
}

/** How often it answered, and what came instead. */
function answeredOf({ asked, outcomes, lastFailure }: MinerReport): string {
  if (asked === 0) return NOTHING
  const rate = `${percent((outcomes.answered ?? 0) / asked)} of ${counted(asked, 'round')}`
  const others = Object.entries(outcomes)
    .filter(([outcome]) => outcome !== 'answered')
    .map(([outcome, count]) => `${outcome} ${count}`)
  if (lastFailure === null || others.length === 0) return rate
  const { round, detail } = lastFailure
  const last = detail === '' ? '' : `; last in round ${round}: ${detail.slice(0, DETAIL_CHARACTERS)}`
  return `${rate}; ${others.join(', ')}${last}`
}
