import { expect, it } from 'vitest'
import { pairKey, type ScoringState } from '../../../shared/scoring/state.ts'
import { adoptReturned } from '../../../validator/audit/check-standings.ts'
import type { PublishedRound } from '../../../validator/publish/shapes.ts'

const standing = (hotkey: string, rounds: number) => ({ hotkey, rounds })
const pair = (a: string, b: string) => ({ a, b, rounds: 3 })
const stateOf = (hotkeys: readonly string[]): ScoringState =>
  ({ standings: new Map(hotkeys.map((hotkey) => [hotkey, standing(hotkey, 9)])), pairs: new Map() }) as never

/** Whom a state that started on trust takes over from what is told of a round. */
function adopted(told: readonly { hotkey: string; rounds: number }[], known: readonly string[]) {
  const round = {
    miners: told.map(({ hotkey, rounds }) => ({ hotkey, standing: standing(hotkey, rounds) })),
    pairs: [pair('back', 'here'), pair('here', 'new')],
  } as unknown as PublishedRound
  const after = adoptReturned(stateOf(['here']), stateOf(known), round)
  return { standings: [...after.standings.keys()], pairs: [...after.pairs.keys()] }
}

it('a miner that comes back is taken on trust, with the pairs that it is in', () => {
  const told = [standing('here', 9), standing('back', 5), standing('new', 1)]
  expect(adopted(told, ['here'])).toEqual({ standings: ['here', 'back'], pairs: [pairKey('back', 'here')] })
})

it('a miner in its first round is none that comes back: its standing follows from the round', () => {
  expect(adopted([standing('new', 1)], ['here'])).toEqual({ standings: ['here'], pairs: [] })
})

it('nobody is taken on trust who is remembered', () => {
  expect(adopted([standing('here', 9), standing('back', 5)], ['here', 'back'])).toEqual({
    standings: ['here'],
    pairs: [],
  })
})
