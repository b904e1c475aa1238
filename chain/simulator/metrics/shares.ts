/** The part of all amounts that belongs to the chosen ones, 0 … 1; `undefined` when nothing was paid at all. */
export function shareOf(amounts: readonly number[], isChosen: (index: number) => boolean): number | undefined {
  let chosen = 0
  let all = 0
  amounts.forEach((amount, index) => {
    all += amount
    if (isChosen(index)) chosen += amount
  })
  return all === 0 ? undefined : chosen / all
}

/**
 * What an attack multiplies its income by: share / fair, where fair is the share that the same actors get when they play
 * honestly with equal stake and quality. 1 is no gain, below 1 the attack costs; `undefined` where the honest actor
 * gets nothing, since no share is a multiple of that.
 */
export const gainOf = (share: number, fair: number): number | undefined => (fair > 0 ? share / fair : undefined)

/** What an attack takes from the honest: 1 − their emission with it / without it; `undefined` when that was nothing. */
export const honestLoss = (withAttack: number, withoutAttack: number): number | undefined =>
  withoutAttack > 0 ? 1 - withAttack / withoutAttack : undefined
