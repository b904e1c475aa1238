/** What stands for a number that there is none of. */
export const NOTHING = '–'

/** A number of so many decimals; `null` as a dash. */
export const decimals = (value: number | null, count: number): string => {
  if (value === null) return NOTHING
  const text = Math.abs(value).toFixed(count)
  return value < 0 && Number(text) !== 0 ? `−${text}` : text
}

/** A share as percent; what is neither nothing nor all never shows as such. */
export function percent(share: number): string {
  const text = decimals(100 * share, 0)
  if (text === '0' && share > 0) return '<1 %'
  return text === '100' && share < 1 ? '>99 %' : `${text} %`
}

/** "1 miner", "6 miners", "256 miners". */
export const counted = (count: number, one: string): string =>
  `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`
