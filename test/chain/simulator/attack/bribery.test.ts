import { expect, test } from 'vitest'
import { playBribery } from '../../../../chain/simulator/attack/catalogue/a07-bribery.ts'
import { DEFAULT_DEFENCES } from '../../../../chain/simulator/attack/defences.ts'

const SEEDS = [1, 2, 3]
const NOBODY: readonly number[] = []
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** What a bribe brings the miner and costs the validators per epoch, in parts of what all of their kind are paid. */
async function effectsOf(bribed: readonly number[]): Promise<{ brings: number; costs: number }> {
  const effects = await Promise.all(
    SEEDS.map(async (seed) => {
      const shareOf = async (isOn: boolean, own?: readonly number[]) =>
        // An outcome is of both pots together, half each.
        2 * mean((await playBribery({ seed, defences: new Set(DEFAULT_DEFENCES), isOn }, bribed, own)).shares)
      const all = (await shareOf(true)) - (await shareOf(false))
      const costs = (await shareOf(false, NOBODY)) - (await shareOf(true, NOBODY))
      return { brings: all + costs, costs }
    }),
  )
  return { brings: mean(effects.map(({ brings }) => brings)), costs: mean(effects.map(({ costs }) => costs)) }
}

test('no bribe pays both sides below half of the stake, and from there on each one does', async () => {
  for (const bribed of [[7], [7, 8], [6, 7, 8, 9]]) {
    const { brings, costs } = await effectsOf(bribed)
    expect(brings).toBeLessThan(costs)
  }
  const majority = await effectsOf([5, 6, 7, 8, 9])
  expect(majority.brings).toBeGreaterThan(0.03)
  expect(majority.costs).toBeLessThan(0)
})
