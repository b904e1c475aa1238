import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8 } from '../../shared/bytes.ts'
import { glyphs } from '../../shared/mechanism/glyphs/glyphs.ts'
import { createRng } from '../../shared/rng.ts'
import { grade } from '../../validator/grade.ts'
import type { Reply } from '../../validator/reply.ts'
import { answerRows, answerWith, rowOf } from './support/round.ts'

const tasks = glyphs.makeTasks(createRng(new Uint8Array(16)), 4)
const { worst, perfect } = glyphs.scale
const received = (body: Uint8Array): Reply => ({ tag: 'received', body, latencyMs: 1 })
const truth = tasks.map(({ label }) => rowOf(label, 1))

describe('whatever a miner sends', () => {
  const reply = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map(received),
    fc.string({ unit: 'binary' }).map((text) => received(utf8(text))),
    fc.json().map((text) => received(utf8(text))),
    fc.jsonValue().map(answerWith),
    fc.record({ dims: fc.array(fc.integer()), data: fc.base64String() }).map(answerWith),
    fc.array(fc.array(fc.float(), { minLength: 10, maxLength: 10 }), { minLength: 4, maxLength: 4 }).map(answerRows),
  )

  it('is graded between worst and perfect', () => {
    fc.assert(
      fc.property(reply, (sent) => {
        const { outcome, score, detail } = grade(glyphs, tasks, sent)
        expect(score).toBeGreaterThanOrEqual(worst)
        expect(score).toBeLessThanOrEqual(perfect)
        if (outcome !== 'answered') expect(score).toBe(worst)
        expect(detail === '').toBe(outcome === 'answered')
        expect(detail).not.toMatch(/\p{Cc}/u)
      }),
      { numRuns: 500 },
    )
  })

  it('one value that is no probability spoils the whole answer', () => {
    const value = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0.001, 1.01, 2, 1e30)
    fc.assert(
      fc.property(fc.nat(3), fc.nat(9), value, (row, column, bad) => {
        const rows = truth.map((probabilities, i) => probabilities.map((p, j) => (i === row && j === column ? bad : p)))
        expect(grade(glyphs, tasks, answerRows(rows))).toMatchObject({ outcome: 'malformed', score: worst })
      }),
    )
  })

  it('rows that do not sum to 1 gain nothing over honest ones', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.9, max: 1.1, noNaN: true }), (factor) => {
        const { outcome, score } = grade(glyphs, tasks, answerRows(truth.map((row) => row.map((p) => p * factor))))
        if (Math.abs(factor - 1) > 0.0011) expect([outcome, score]).toEqual(['malformed', worst])
        expect(score).toBeLessThanOrEqual(grade(glyphs, tasks, answerRows(truth)).score)
      }),
    )
  })
})

it('keeps of a valid reply its answers and the model that is claimed, and nothing else', () => {
  const reply = answerRows(truth)
  const padded =
    reply.tag === 'received' ? received(utf8(`${' '.repeat(50_000)}${new TextDecoder().decode(reply.body)}`)) : reply
  const { body, model, score } = grade(glyphs, tasks, padded)
  expect(score).toBe(perfect)
  expect(model).toBe('cd'.repeat(32))
  expect(body?.length).toBeLessThan(400)
})

it('keeps no body of an invalid one', () => {
  expect(grade(glyphs, tasks, answerWith('x'.repeat(1000)))).toMatchObject({ outcome: 'malformed', body: null })
})
