import type { Economy } from './economy.ts'

/** How a text tells each list of an economy. */
const LINES: readonly (readonly [name: keyof Economy, label: string, show: (value: number) => string])[] = [
  ['nakamoto', 'Nakamoto coefficient', (value) => value.toFixed(0)],
  ['giniStake', 'Gini of stake', (value) => value.toFixed(3)],
  ['giniEmission', 'Gini of emission', (value) => value.toFixed(3)],
  ['honestShare', 'share of the honest', (value) => `${(100 * value).toFixed(1)} %`],
  ['takeover', 'cost to take over', (value) => `${Math.round(value).toLocaleString('en-US')} TAO`],
  ['stake', 'stake', (value) => `${Math.round(value).toLocaleString('en-US')} TAO`],
  ['price', 'price of a registration', (value) => `${value.toFixed(2)} TAO`],
]

/** One line for each measure, from the first look to the last, and how many came and went; of the first run of several. */
export function renderEconomy(economy: Economy): readonly string[] {
  const [first, last] = [economy.epochs[0], economy.epochs.at(-1)]
  if (first === undefined || last === undefined) return []
  const show = (value: number | null | undefined, text: (value: number) => string) =>
    value === null || value === undefined ? 'not defined' : text(value)
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
  return [
    `economy from epoch ${first + 1} to ${last + 1} of the first run:`,
    ...LINES.map(
      ([name, label, text]) => `  ${label}: ${show(economy[name][0], text)} → ${show(economy[name].at(-1), text)}`,
    ),
    `  participants that entered: ${sum(economy.entered)}, that left: ${sum(economy.left)}`,
  ]
}
