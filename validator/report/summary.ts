import { shortKey } from '../../shared/short-key.ts'
import { counted, decimals, percent } from './numbers.ts'
import type { Report } from './report.ts'

/** What a person should know who reads no further. */
export function summarise({ rounds, miners, mechanism, findings }: Report): string {
  if (rounds === null)
    return 'No round yet: there is something to report when "validator run" has its permit and finds miners.'
  const { first, last, count } = rounds
  const blocks = first.block === last.block ? `block ${last.block}` : `blocks ${first.block} to ${last.block}`
  const [best] = miners
  const asked = miners.reduce((sum, miner) => sum + miner.asked, 0)
  const answered = miners.reduce((sum, miner) => sum + (miner.outcomes.answered ?? 0), 0)
  const caught = new Set(findings.filter(({ isHolding }) => isHolding).map(({ hotkey }) => hotkey)).size
  return [
    `${counted(miners.length, 'miner')} in ${counted(count, 'round')} of ${mechanism} at ${blocks}.`,
    best === undefined
      ? ''
      : `Best is uid ${best.uid} (${shortKey(best.hotkey)}) with a skill of ${decimals(best.skill, 3)} ± ${decimals(best.uncertainty, 3)}.`,
    asked === 0 ? '' : `Answers that count came to ${percent(answered / asked)} of the questions.`,
    caught === 0 ? 'Nothing speaks against anybody.' : `Something speaks against ${counted(caught, 'miner')}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}
