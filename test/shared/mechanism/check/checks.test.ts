import { describe, expect, it } from 'vitest'
import { CHECK_NAMES } from '../../../../shared/mechanism/check/checks.ts'
import { fingerprintOf } from '../../../../shared/mechanism/check/fingerprint.ts'
import { mechanism as parity } from '../../../../shared/mechanism/example/parity.ts'
import type { Mechanism } from '../../../../shared/mechanism/mechanism.ts'
import { MECHANISMS, openMechanism } from '../../../../shared/mechanism/registry.ts'
import { mechanism as answerLeak } from '../broken/answer-leak.ts'
import { mechanism as costBlowUp } from '../broken/cost-blow-up.ts'
import { mechanism as laxParser } from '../broken/lax-parser.ts'
import { mechanism as linearScore } from '../broken/linear-score.ts'
import { mechanism as lowBits } from '../broken/low-bits.ts'
import { mechanism as ownRandomness } from '../broken/own-randomness.ts'
import { failureOf, failuresOf, findingsOf } from './failures-of.ts'

type Parity = typeof parity
const broken = (changes: Partial<Parity>): Mechanism => ({ ...parity, ...changes }) as Mechanism

describe('a sound mechanism', () => {
  it.each(Object.keys(MECHANISMS).filter((id) => id !== 'labelled'))('passes: %s', async (id) => {
    const findings = findingsOf(await openMechanism(id))
    expect(findings.filter(({ ok }) => !ok)).toEqual([])
    expect(findings.map(({ name }) => name)).toEqual(CHECK_NAMES)
  })

  it('passes: the example', () => {
    expect(failuresOf(parity)).toEqual({})
    expect(failuresOf(parity, fingerprintOf(parity))).toEqual({})
  })
})

describe('a broken mechanism fails for its own reason and no other', () => {
  it('when requests carry the answer', () => {
    const { canaries, leaks, ...others } = failuresOf(answerLeak)
    expect(canaries).toMatch(/the request of task \d+ changes with its reference/)
    expect(leaks).toMatch(/gives the answer away/)
    expect(others).toEqual({})
  })

  it('when rows carry the answer where nobody looks', () => {
    const { leaks, ...others } = failuresOf(lowBits)
    expect(leaks).toMatch(/low bits of request\.inputs\[5\] alone is worth a skill of 0\.9|1\.0/)
    expect(others).toEqual({})
  })

  it('when it draws its own randomness', () => {
    const { determinism, ...others } = failuresOf(ownRandomness)
    expect(determinism).toMatch(/it uses Math\.random/)
    expect(others).toEqual({})
  })

  it('when its score pays overconfidence', () => {
    const { honesty, references, ...others } = failuresOf(linearScore)
    expect(honesty).toMatch(/reporting \{\d: 1\.00, \d: 0\.00\} for a belief of .* more than honesty/)
    expect(references).toMatch(/scores .* more than the reference answer/)
    expect(others).toEqual({})
  })

  it('when its parser takes anything', () => {
    const { parsers, ...others } = failuresOf(laxParser)
    expect(parsers).toMatch(/an answer with .* is accepted/)
    expect(others).toEqual({})
  })

  it('when its cost grows with the square of the tasks', () => {
    const { cost, ...others } = failuresOf(costBlowUp)
    expect(cost).toMatch(/making tasks takes \d+ times as long for each of 1024 tasks/)
    expect(others).toEqual({})
  })

  it.each<[string, string, RegExp, Partial<Parity>]>([
    ['canaries are the tasks themselves', 'canaries', /none of \d+ canaries/, { toCanary: (task) => task }],
    [
      'its dial does nothing',
      'difficulty',
      /0 and 1 are the same/,
      {
        difficulty: { default: 0.5, description: 'more' },
        makeTasks: (rng, count) => parity.makeTasks(rng, count, 0.5),
      },
    ],
    [
      'its dial has no end',
      'difficulty',
      /-0\.1 is accepted/,
      { makeTasks: (rng, count, difficulty = 0.2) => parity.makeTasks(rng, count, Math.min(Math.abs(difficulty), 1)) },
    ],
    [
      'its default is none',
      'difficulty',
      /not those of the default/,
      { makeTasks: (rng, count, difficulty = 0.7) => parity.makeTasks(rng, count, difficulty) },
    ],
    ['scores are no numbers', 'scores', /scores NaN/, { score: () => Number.NaN }],
    [
      'chance is above perfect',
      'scores',
      /valid is worst ≤ chance < perfect/,
      { scaleOf: () => ({ worst: -1, chance: 1, perfect: 0 }) },
    ],
    [
      'blends are no means of the rows that they say',
      'scores',
      /not the mean of their rows/,
      { blend: (answers: Parameters<Parity['blend']>[0]) => answers[0]! },
    ],
    ['distances are negative', 'scores', /apart, seen from each|from itself/, { distance: () => -1 }],
    [
      'naive answers are no chance',
      'references',
      /above chance/,
      { naiveAnswers: (tasks) => parity.referenceAnswers?.(tasks) },
    ],
    [
      'nothing is there to tell copies by',
      'references',
      /no reference answers and an answer scores 1/,
      { referenceAnswers: undefined } as never,
    ],
    [
      'the parser throws what is no AppError',
      'parsers',
      /TypeError|Cannot read/,
      { parseRequest: (input) => ({ inputs: (input as { inputs: never }).inputs }) },
    ],
    [
      'answers are not kept to their tasks',
      'order',
      /keep 100 %/,
      { score: (task, answer) => parity.score({ ...task, label: answer[0]! > 0.5 ? 0 : 1 }, answer) },
    ],
    [
      'tasks come in a rhythm',
      'leaks',
      /the place modulo 2|the answer before it/,
      {
        makeTasks: (rng, count, difficulty) => {
          const drawn = parity.makeTasks(rng, 4 * count, difficulty)
          const sides = [0, 1].map((side) => drawn.filter(({ label }) => label === side))
          return Array.from({ length: count }, (_, i) => sides[i % 2]![i >> 1]!)
        },
      },
    ],
    [
      'it keeps count between calls',
      'determinism',
      /a second call/,
      {
        makeTasks: (rng, count, difficulty) => {
          calls++
          return parity.makeTasks(rng.fork(String(calls)), count, difficulty)
        },
      },
    ],
  ])('when %s', (_, name, message, changes) => {
    expect(failureOf(broken(changes), name)).toMatch(message)
  })

  it('when another thread computes something else', () => {
    expect(failuresOf(parity, 'f'.repeat(64))).toEqual({ determinism: expect.stringMatching(/in another thread/) })
  })

  it('when it throws on its own tasks', () => {
    const fail = () => {
      throw new Error('boom')
    }
    expect(failureOf(broken({ toRequest: fail }), 'canaries')).toMatch(/throws on its own tasks: boom/)
  })
})

let calls = 0
