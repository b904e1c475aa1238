import { describe, expect, it } from 'vitest'
import { type Automaton, drawTokens, nextTokenLaw, TOKENS } from '../../../../shared/mechanism/language/automaton.ts'
import { drawBrackets } from '../../../../shared/mechanism/language/brackets.ts'
import { drawHiddenMarkov } from '../../../../shared/mechanism/language/hidden-markov.ts'
import { drawPhrases } from '../../../../shared/mechanism/language/phrases.ts'
import type { Rng } from '../../../../shared/rng.ts'
import { seeded } from '../../../support/seeded.ts'

const SOURCES: Readonly<Record<string, (rng: Rng, difficulty: number) => Automaton>> = {
  'hidden Markov': drawHiddenMarkov,
  'word grammar': drawPhrases,
  bracket: drawBrackets,
}

/** Probability of tokens from a state on, summed over all ways through the source. */
function probabilityFrom(source: Automaton, state: number, tokens: readonly number[]): number {
  const [token, ...rest] = tokens
  if (token === undefined) return 1
  const emitted = source.emission[state * TOKENS + token]!
  if (emitted === 0) return 0
  const row = source.move[state * TOKENS + token]! * source.fan
  let sum = 0
  for (let i = row; i < row + source.fan; i++)
    if (source.share[i]! > 0) sum += source.share[i]! * probabilityFrom(source, source.to[i]!, rest)
  return emitted * sum
}

const probabilityOf = (source: Automaton, tokens: readonly number[]) =>
  source.start.reduce((sum, share, state) => sum + share * probabilityFrom(source, state, tokens), 0)

const sumOf = (values: Iterable<number>) => [...values].reduce((a, b) => a + b, 0)

describe.each(Object.entries(SOURCES))('a %s source', (_, draw) => {
  it.each([0, 0.1, 1])('is made of distributions at difficulty %d', (difficulty) => {
    const rng = seeded(1)
    for (let i = 0; i < 100; i++) {
      const { states, start, emission, move, fan, to, share } = draw(rng, difficulty)
      expect(sumOf(start)).toBeCloseTo(1, 12)
      for (let state = 0; state < states; state++)
        expect(sumOf(emission.subarray(state * TOKENS, (state + 1) * TOKENS))).toBeCloseTo(1, 12)
      for (let row = 0; row < share.length; row += fan) expect(sumOf(share.subarray(row, row + fan))).toBeCloseTo(1, 12)
      // Where a move has no share it leads nowhere.
      to.forEach((state, at) => void (share[at]! > 0 && expect(state).toBeLessThan(states)))
      expect(Math.max(...move) * fan).toBeLessThan(share.length)
    }
  })

  it('has as law of the next token what all ways through it add up to', () => {
    const rng = seeded(2)
    for (let i = 0; i < 60; i++) {
      const source = draw(rng, rng.uniform())
      const context = drawTokens(source, rng.below(6), rng)
      const joint = Array.from({ length: TOKENS }, (_, token) => probabilityOf(source, [...context, token]))
      nextTokenLaw(source, context).forEach((probability, token) => {
        expect(probability).toBeCloseTo(joint[token]! / sumOf(joint), 10)
      })
    }
  })

  it('draws tokens as often as the law says', () => {
    const rng = seeded(3)
    const source = draw(rng, 0.3)
    const context = drawTokens(source, 2, rng)
    const counts = new Array<number>(TOKENS).fill(0)
    let same = 0
    for (let i = 0; i < 60_000; i++) {
      const tokens = drawTokens(source, 3, rng)
      if (context.some((token, at) => tokens[at] !== token)) continue
      counts[tokens[2]!]!++
      same++
    }
    expect(same).toBeGreaterThan(100)
    nextTokenLaw(source, context).forEach((probability, token) => {
      const deviation = Math.sqrt(same * probability * (1 - probability))
      expect(Math.abs(counts[token]! - same * probability)).toBeLessThan(4.5 * deviation + 1)
    })
  })

  it('never draws what its law holds impossible, however long', () => {
    const rng = seeded(4)
    for (let i = 0; i < 300; i++) {
      const source = draw(rng, rng.uniform())
      const tokens = drawTokens(source, 65, rng)
      const law = nextTokenLaw(source, tokens.subarray(0, 64))
      expect(sumOf(law)).toBeCloseTo(1, 9)
      expect(law[tokens[64]!]).toBeGreaterThan(1e-4)
    }
  })
})

describe('a bracket source', () => {
  it('closes what was opened last and no more', () => {
    const rng = seeded(5)
    for (let i = 0; i < 50; i++) {
      const source = drawBrackets(rng, 0.3)
      const { emission, move } = source
      const can = (state: number, token: number) => emission[state * TOKENS + token]! > 0
      const tokens = Array.from({ length: TOKENS }, (_, token) => token)
      const openers = tokens.filter((token) => can(0, token) && move[token] !== 0)
      const closers = openers.map(
        (opener) =>
          tokens.find((token) => {
            const state = move[opener]!
            return can(state, token) && move[state * TOKENS + token] === 0
          })!,
      )
      expect(openers).toHaveLength(2)
      expect(new Set([...openers, ...closers]).size).toBe(4)
      const open: number[] = []
      let deepest = 0
      for (const token of drawTokens(source, 300, rng)) {
        if (openers.includes(token)) open.push(openers.indexOf(token))
        else if (closers.includes(token)) expect(open.pop()).toBe(closers.indexOf(token))
        deepest = Math.max(deepest, open.length)
      }
      expect(deepest).toBeGreaterThan(0)
      expect(deepest).toBeLessThanOrEqual(3)
    }
  })
})
