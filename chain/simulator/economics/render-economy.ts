import { type Estimate, estimate } from '../metrics/estimate.ts'
import type { Economy } from './economy.ts'

/** How a text tells each list of an economy. */
const LINES: readonly {
  readonly name: keyof Economy
  readonly label: string
  readonly digits: number
  readonly unit?: string
  /** What a value is multiplied by to be told. */
  readonly scale?: number
}[] = [
  { name: 'nakamoto', label: 'Nakamoto coefficient', digits: 1 },
  { name: 'giniStake', label: 'Gini of stake', digits: 3 },
  { name: 'giniEmission', label: 'Gini of emission', digits: 3 },
  { name: 'honestShare', label: 'share of the honest', digits: 1, unit: ' %', scale: 100 },
  { name: 'takeover', label: 'cost to take over', digits: 0, unit: ' TAO' },
  { name: 'stake', label: 'stake', digits: 0, unit: ' TAO' },
  { name: 'price', label: 'price of a registration', digits: 2, unit: ' TAO' },
]

/** An economy from its first look to its last, in words. */
export interface EconomyText {
  /** `Economy from epoch 5 to 300, mean of 3 runs ± 95 % interval` */
  readonly heading: string
  /** One for each measure, and one for who came and went. */
  readonly lines: readonly string[]
}

/** Tells the economies of all runs of a scenario; `undefined` where nobody looked at them. */
export function renderEconomy(economies: readonly Economy[]): EconomyText | undefined {
  const epochs = economies[0]?.epochs ?? []
  const [first, last] = [epochs[0], epochs.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const of = (pick: (economy: Economy) => number | null | undefined) =>
    estimate(economies.flatMap((economy) => pick(economy) ?? []))
  const lines = LINES.map(({ name, label, digits, unit = '', scale = 1 }) => {
    const at = (look: number) =>
      show(
        of((economy) => economy[name].at(look)),
        { digits, scale },
      )
    return `${label}: ${at(0)} → ${at(-1)}${unit}`
  })
  const total = (name: 'entered' | 'left') =>
    show(
      of((economy) => economy[name].reduce((sum, count) => sum + count, 0)),
      { digits: 1 },
    )
  const runs = economies.length === 1 ? 'one run' : `mean of ${economies.length} runs ± 95 % interval`
  return {
    heading: `Economy from epoch ${first + 1} to ${last + 1}, ${runs}`,
    lines: [...lines, `participants that entered: ${total('entered')}, that left: ${total('left')}`],
  }
}

function show(
  found: Estimate | undefined,
  { digits, scale = 1 }: { readonly digits: number; readonly scale?: number },
): string {
  if (found === undefined) return 'not defined'
  const text = (value: number) =>
    (scale * value).toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return found.halfWidth === undefined ? text(found.mean) : `${text(found.mean)} ± ${text(found.halfWidth)}`
}
